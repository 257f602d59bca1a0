//! What the stages per article hand over: articles and extractions to rows, and articles back from rows.

use std::path::Path;

use polars::prelude::{DataFrame, PolarsResult};

use super::ids::{actor_id, local_id};
use super::pack::{Packer, Unpacker};
use super::read::Rows;
use super::spans::CodePoints;
use super::write::TableError;
use super::{
    ActorRow, ArticleRow, AttributionRow, BlockRow, ClaimRow, DateRow, FigureRow, FlagRow, MentionRow, Record, RejectRow, Table, TextRow,
};
use crate::types::{Article, Block, Embed, Extraction, Reject, Span};

/// Rows of the stage tables of `normalize`.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct NormalizeRows {
    pub articles: Vec<ArticleRow>,
    pub texts: Vec<TextRow>,
    pub blocks: Vec<BlockRow>,
}

/// Rows of the stage tables of `extract`. `actors` has a row per article and actor: equal ids are merged by `aggregate`.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct ExtractRows {
    pub figures: Vec<FigureRow>,
    pub dates: Vec<DateRow>,
    pub actors: Vec<ActorRow>,
    pub mentions: Vec<MentionRow>,
    pub attributions: Vec<AttributionRow>,
    pub claims: Vec<ClaimRow>,
    pub flags: Vec<FlagRow>,
    /// Why the rest of an article was left alone: goes to `rejects`, which no stage table has.
    pub cut: Vec<RejectRow>,
}

/// Table and frame of each field, as the stage writes them.
macro_rules! frames {
    ($self:ident, $($field:ident $row:ty),+) => { Ok(vec![$((<$row>::table().early(), <$row>::frame(&$self.$field)?)),+]) };
}

/// Text, but none where it is empty.
fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl NormalizeRows {
    /// The rows of one article.
    pub fn of(article: &Article) -> Self {
        let points = CodePoints::new(&article.text);
        let optional = |text: &Option<String>| text.as_deref().and_then(some);
        let row = ArticleRow {
            article_id: article.article_id.clone(),
            source_path: article.source_path.clone(),
            record: article.record,
            external_id: optional(&article.external_id),
            outlet: optional(&article.outlet),
            url: optional(&article.url),
            title: optional(&article.title),
            author: optional(&article.author),
            published: optional(&article.published),
            modified: optional(&article.modified),
            published_day: article.published_day,
            published_precision: optional(&article.published_precision),
            published_source: optional(&article.published_source),
            language: optional(&article.language),
            wire_credit: optional(&article.wire_credit),
            cluster_id: String::new(),
            is_copy: false,
            n_chars: points.len(),
            n_claims: 0,
            damaged: article.damaged,
        };
        let block = |block: &Block| {
            let (start, end) = points.span(block.span);
            let embed = block.embed.clone().unwrap_or_default();
            let credit = embed.credit.map(|s| points.span(s));
            BlockRow {
                article_id: article.article_id.clone(),
                start,
                end,
                kind: block.kind,
                author: embed.author,
                handle: embed.handle,
                day: embed.day,
                credit_start: credit.map(|c| c.0),
                credit_end: credit.map(|c| c.1),
            }
        };
        Self {
            articles: vec![row],
            texts: vec![TextRow { article_id: article.article_id.clone(), text: article.text.clone() }],
            blocks: article.blocks.iter().map(block).collect(),
        }
    }

    /// Appends the rows of further articles.
    pub fn append(&mut self, mut more: Self) {
        self.articles.append(&mut more.articles);
        self.texts.append(&mut more.texts);
        self.blocks.append(&mut more.blocks);
    }

    /// The rows of one article but its text to the bytes of a cache.
    pub fn pack(&self, article_id: &str) -> Vec<u8> {
        let mut to = Packer::new(article_id);
        pack(&self.articles, &mut to);
        pack(&self.blocks, &mut to);
        to.finish()
    }

    /// Back again, for an article of the same content whatever its id; none where the bytes do not fit.
    pub fn unpack(bytes: &[u8], article_id: &str, text: String) -> Option<Self> {
        let mut from = Unpacker::new(bytes, article_id);
        let (articles, blocks): (Vec<ArticleRow>, Vec<BlockRow>) = (unpack(&mut from)?, unpack(&mut from)?);
        let one = from.is_done() && articles.len() == 1 && articles[0].article_id == article_id;
        one.then(|| Self { articles, texts: vec![TextRow { article_id: article_id.to_owned(), text }], blocks })
    }

    /// The first article of these rows; none where there is none.
    pub fn article(&self) -> Option<Article> {
        let (row, text) = (self.articles.first()?, self.texts.first()?);
        let blocks = self.blocks.iter().filter(|b| b.article_id == row.article_id).cloned().collect();
        Some(article_of(row.clone(), text.text.clone(), blocks))
    }

    /// The stage tables, each with its declaration.
    ///
    /// # Errors
    /// None that rows can cause.
    pub fn frames(&self) -> PolarsResult<Vec<(Table, DataFrame)>> {
        frames!(self, articles ArticleRow, texts TextRow, blocks BlockRow)
    }
}

fn pack<R: Record>(rows: &[R], to: &mut Packer) {
    to.number(rows.len() as u64);
    rows.iter().for_each(|r| r.pack(to));
}

fn unpack<R: Record>(from: &mut Unpacker<'_>) -> Option<Vec<R>> {
    // A row has a byte at least: a number that is damaged asks for no memory.
    let count = usize::try_from(from.number()?).ok().filter(|n| *n <= from.left())?;
    (0..count).map(|_| R::unpack(from)).collect()
}

/// Rejects to rows.
pub fn rejects(rejects: &[Reject]) -> Vec<RejectRow> {
    let row = |r: &Reject| RejectRow { source_path: r.source_path.clone(), record: r.record, reason: r.reason.clone() };
    rejects.iter().map(row).collect()
}

impl ExtractRows {
    /// The rows of one article. Indices that point nowhere become null.
    pub fn of(article: &Article, found: &Extraction) -> Self {
        let id = article.article_id.as_str();
        let points = CodePoints::new(&article.text);
        let words = |span: Span| span.of(&article.text).to_owned();
        let actors: Vec<String> = found.actors.iter().map(|a| actor_id(&a.name, a.kind, a.country.as_deref())).collect();
        let actor = |index: Option<usize>| index.and_then(|i| actors.get(i).cloned());
        let within = |letter: char, index: Option<usize>, len: usize| index.filter(|i| *i < len).map(|i| local_id(letter, id, i));
        let ends = |span: Option<Span>| span.map(|s| points.span(s)).map_or((None, None), |(a, b)| (Some(a), Some(b)));
        let mut out = Self::default();

        for (i, f) in found.figures.iter().enumerate() {
            let (start, end) = points.span(f.span);
            out.figures.push(FigureRow {
                figure_id: local_id('f', id, i),
                article_id: id.to_owned(),
                start,
                end,
                text: if f.form == crate::types::Form::Named { None } else { some(f.span.of(&article.text)) },
                form: f.form,
                kind: f.kind,
                value: f.value,
                low: f.low,
                high: f.high,
                quantifier: f.quantifier,
                unit: f.unit.as_deref().and_then(some),
                rule: f.rule.clone(),
            });
        }
        for (i, d) in found.dates.iter().enumerate() {
            let (start, end) = points.span(d.span);
            out.dates.push(DateRow {
                date_id: local_id('d', id, i),
                article_id: id.to_owned(),
                start,
                end,
                text: words(d.span),
                r#type: d.kind,
                value: d.value.clone(),
                r#mod: d.modifier.clone(),
                first_day: d.first_day,
                last_day: d.last_day,
                anchor: d.anchor.clone(),
            });
        }
        for (a, actor_id) in found.actors.iter().zip(&actors) {
            out.actors.push(ActorRow {
                actor_id: actor_id.clone(),
                name: a.name.clone(),
                kind: a.kind,
                country: a.country.clone(),
                sector: a.sector.clone(),
                role: a.role.clone(),
                aliases: some(&a.aliases.join("|")),
                n_mentions: a.mentions.len() as i64,
                named: a.named,
            });
            for m in &a.mentions {
                let (start, end) = points.span(m.span);
                let row = MentionRow { actor_id: actor_id.clone(), article_id: id.to_owned(), start, end, text: words(m.span) };
                if !row.text.is_empty() {
                    out.mentions.push(row);
                }
            }
        }
        for (i, a) in found.attributions.iter().enumerate() {
            let first = local_id('s', id, i);
            let (source_start, source_end) = ends(a.source);
            let (cue_start, cue_end) = ends(a.cue);
            for piece in 0..a.content.len().max(1) {
                let (content_start, content_end) = ends(a.content.get(piece).copied());
                out.attributions.push(AttributionRow {
                    attribution_id: if piece == 0 { first.clone() } else { format!("{first}-{}", piece + 1) },
                    article_id: id.to_owned(),
                    kind: a.kind,
                    source_start,
                    source_end,
                    cue_start,
                    cue_end,
                    content_start,
                    content_end,
                    actor_id: actor(a.actor),
                    source_kind: a.source_kind,
                    cue: some(&a.cue_lemma),
                    stance: a.stance,
                    quote_kind: a.quote,
                    parent_id: within('s', a.parent, found.attributions.len()),
                });
            }
        }
        for (i, c) in found.claims.iter().enumerate() {
            let Some(figure) = found.figures.get(c.figure) else { continue };
            let (start, end) = points.span(figure.span);
            out.claims.push(ClaimRow {
                claim_id: local_id('c', id, i),
                article_id: id.to_owned(),
                figure_id: local_id('f', id, c.figure),
                topic_id: String::new(),
                kind: c.kind,
                unit: figure.unit.as_deref().and_then(some),
                form: figure.form,
                value: figure.value,
                low: figure.low,
                high: figure.high,
                quantifier: figure.quantifier,
                figure_text: if figure.form == crate::types::Form::Named { None } else { some(figure.span.of(&article.text)) },
                start,
                end,
                counted_text: c.counted.and_then(|s| some(s.of(&article.text))),
                counted_head: some(&c.counted_head),
                counted_type: c.counted_type,
                counted_country: c.counted_country.clone(),
                counted_role: c.counted_role.clone(),
                status: c.status,
                status_text: c.status_span.and_then(|s| some(s.of(&article.text))),
                evidence: c.evidence,
                stance: c.stance,
                modality: c.modality,
                aggregation: c.aggregation,
                part_of: within('c', c.part_of.filter(|p| *p != i), found.claims.len()),
                part_role: c.part_role.clone(),
                same_as: within('c', c.same_as.filter(|p| *p != i), found.claims.len()),
                claimant: if c.claimant.is_empty() { article.own_voice() } else { c.claimant.clone() },
                claimant_actor_id: actor(c.claimant_actor),
                claimant_kind: c.claimant_kind,
                chain: if c.chain.is_empty() { article.own_voice() } else { c.chain.join(" < ") },
                hops: c.chain.len().saturating_sub(1) as i64,
                cue: c.cue.as_deref().and_then(some),
                said_date: c.said_date.clone(),
                event_date: c.event_date.clone(),
                as_of_date: c.as_of_date.clone(),
                date_source: c.date_source.clone(),
                place: c.place.clone(),
                place_country: c.place_country.clone(),
                sentence: some(c.sentence.of(&article.text)).unwrap_or_else(|| words(figure.span)),
                rule: c.rule.clone(),
                confidence: c.confidence,
                attribution_id: within('s', c.attribution, found.attributions.len()),
            });
        }
        if let Some(stop) = found.stopped {
            out.cut.push(RejectRow {
                source_path: article.source_path.clone(),
                record: article.record,
                reason: format!(
                    "only read up to character {} of {}: the sentences behind ask for more than the {} steps of work that `steps` of [limits] in howmany.toml allows an article",
                    points.at(stop.at),
                    points.len(),
                    stop.steps
                ),
            });
        }
        for (i, f) in found.flags.iter().enumerate() {
            out.flags.push(FlagRow {
                flag_id: local_id('g', id, i),
                code: f.code,
                detail: f.detail.clone(),
                article_id: Some(id.to_owned()),
                figure_id: within('f', f.figure, found.figures.len()),
                claim_id: within('c', f.claim, found.claims.len()),
                topic_id: None,
            });
        }
        out
    }

    /// Appends the rows of further articles.
    pub fn append(&mut self, mut more: Self) {
        self.figures.append(&mut more.figures);
        self.dates.append(&mut more.dates);
        self.actors.append(&mut more.actors);
        self.mentions.append(&mut more.mentions);
        self.attributions.append(&mut more.attributions);
        self.claims.append(&mut more.claims);
        self.flags.append(&mut more.flags);
        self.cut.append(&mut more.cut);
    }

    /// The rows of one article to the bytes of a cache.
    pub fn pack(&self, article_id: &str) -> Vec<u8> {
        let mut to = Packer::new(article_id);
        pack(&self.figures, &mut to);
        pack(&self.dates, &mut to);
        pack(&self.actors, &mut to);
        pack(&self.mentions, &mut to);
        pack(&self.attributions, &mut to);
        pack(&self.claims, &mut to);
        pack(&self.flags, &mut to);
        // Path and record are those of the article that the rows are read for.
        to.number(self.cut.len() as u64);
        self.cut.iter().for_each(|c| to.text(Some(&c.reason)));
        to.finish()
    }

    /// Back again, for an article of the same content whatever its id, path and record; none where the bytes do not fit.
    pub fn unpack(bytes: &[u8], article_id: &str, source_path: &str, record: Option<i64>) -> Option<Self> {
        let mut from = Unpacker::new(bytes, article_id);
        let mut rows = Self {
            figures: unpack(&mut from)?,
            dates: unpack(&mut from)?,
            actors: unpack(&mut from)?,
            mentions: unpack(&mut from)?,
            attributions: unpack(&mut from)?,
            claims: unpack(&mut from)?,
            flags: unpack(&mut from)?,
            cut: Vec::new(),
        };
        for _ in 0..from.number().filter(|n| *n <= from.left() as u64)? {
            rows.cut.push(RejectRow { source_path: source_path.to_owned(), record, reason: from.text()?? });
        }
        from.is_done().then_some(rows)
    }

    /// The stage tables, each with its declaration.
    ///
    /// # Errors
    /// None that rows can cause.
    pub fn frames(&self) -> PolarsResult<Vec<(Table, DataFrame)>> {
        frames!(self, figures FigureRow, dates DateRow, actors ActorRow, mentions MentionRow, attributions AttributionRow, claims ClaimRow, flags FlagRow)
    }
}

/// The article of its rows.
fn article_of(row: ArticleRow, text: String, blocks: Vec<BlockRow>) -> Article {
    let points = CodePoints::new(&text);
    let span = |start: i64, end: i64| Span::new(points.byte(start), points.byte(end));
    let blocks = blocks
        .into_iter()
        .map(|b| {
            let credit = b.credit_start.zip(b.credit_end).map(|(start, end)| span(start, end));
            let posted = b.kind == crate::types::BlockKind::Embed || b.author.is_some() || b.handle.is_some() || b.day.is_some();
            let embed = posted.then_some(Embed { author: b.author, handle: b.handle, day: b.day, credit });
            Block { span: span(b.start, b.end), kind: b.kind, embed: embed.filter(|e| *e != Embed::default()) }
        })
        .collect();
    Article {
        article_id: row.article_id,
        source_path: row.source_path,
        record: row.record,
        external_id: row.external_id,
        outlet: row.outlet,
        url: row.url,
        title: row.title,
        author: row.author,
        published: row.published,
        modified: row.modified,
        published_day: row.published_day,
        published_precision: row.published_precision,
        published_source: row.published_source,
        language: row.language,
        wire_credit: row.wire_credit,
        blocks,
        damaged: row.damaged,
        text,
    }
}

/// The articles that `normalize` wrote to a folder, one after the other in the order written; memory depends on a row group.
pub struct Articles {
    articles: Rows<ArticleRow>,
    texts: Rows<TextRow>,
    blocks: std::iter::Peekable<Rows<BlockRow>>,
}

impl Articles {
    /// Opens the tables.
    ///
    /// # Errors
    /// A table that is missing or is no Parquet.
    pub fn open(folder: &Path) -> Result<Self, TableError> {
        let file = |name: &str| folder.join(format!("{name}.parquet"));
        let blocks = Rows::open(&file("blocks"))?.peekable();
        Ok(Self { articles: Rows::open(&file("articles"))?, texts: Rows::open(&file("texts"))?, blocks })
    }

    fn article(&mut self, row: ArticleRow) -> Result<Article, TableError> {
        let text = self.texts.next().transpose()?.filter(|t| t.article_id == row.article_id);
        let Some(text) = text else {
            let problem = format!("does not hold {} where `articles` has it: run `howmany normalize` again", row.article_id);
            return Err(TableError::Declaration { table: "texts".into(), problem });
        };
        let mut blocks = Vec::new();
        while let Some(block) = self.blocks.next_if(|b| b.as_ref().map_or(true, |b| b.article_id == row.article_id)) {
            blocks.push(block?);
        }
        Ok(article_of(row, text.text, blocks))
    }
}

impl Iterator for Articles {
    type Item = Result<Article, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.articles.next()?;
        Some(row.and_then(|row| self.article(row)))
    }
}

/// The articles that `normalize` wrote to a folder, in the order written.
///
/// # Errors
/// A table that is missing or cannot be read.
pub fn read_articles(folder: &Path) -> Result<Vec<Article>, TableError> {
    Articles::open(folder)?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::*;

    /// An article with letters of two bytes before everything that is found.
    fn article() -> Article {
        let text = "Šibrava: 17 people…\n\n“At least 3 more”".to_owned();
        let post = text.find('“').expect("post");
        Article {
            article_id: "a_0f".into(),
            source_path: "x/Daily.txt".into(),
            published_day: Some(Day::constant(2025, 4, 12)),
            blocks: vec![
                Block { span: Span::new(0, post - 2), kind: BlockKind::Paragraph, embed: None },
                Block {
                    span: Span::new(post, text.len()),
                    kind: BlockKind::Embed,
                    embed: Some(Embed { author: Some("Ana Vell".into()), credit: Some(Span::new(post, text.len())), ..Embed::default() }),
                },
            ],
            text,
            ..Article::default()
        }
    }

    #[test]
    fn articles_come_back_from_files() {
        let folder = tempfile::tempdir().expect("folder");
        for (table, frame) in NormalizeRows::of(&article()).frames().expect("frames") {
            assert!(table.column("cluster_id").is_none());
            super::super::write(folder.path(), &table, &frame, false).expect("written");
        }
        assert_eq!(read_articles(folder.path()).expect("read"), [article()]);
    }

    #[test]
    fn normalized_articles_come_back_from_bytes() {
        let article = article();
        let rows = NormalizeRows::of(&article);
        let packed = rows.pack("a_0f");
        assert_eq!(NormalizeRows::unpack(&packed, "a_0f", article.text.clone()), Some(rows.clone()));
        assert_eq!(rows.article(), Some(article.clone()));
        let again = Article { article_id: "a_0f-2".into(), ..article.clone() };
        assert_eq!(NormalizeRows::unpack(&packed, "a_0f-2", article.text.clone()), Some(NormalizeRows::of(&again)));
        for cut in 0..packed.len() {
            assert!(NormalizeRows::unpack(&packed[..cut], "a_0f", String::new()).is_none(), "cut at {cut}");
        }
    }

    #[test]
    fn spans_count_code_points_and_indices_become_ids() {
        let article = article();
        let at = article.text.find("17").expect("figure");
        let figure = Figure {
            span: Span::new(at, at + 2),
            number: Span::new(at, at + 2),
            form: Form::Numeral,
            kind: FigureKind::Count,
            value: Some(17.0),
            low: Some(17.0),
            high: Some(17.0),
            quantifier: Quantifier::Exact,
            unit: None,
            unit_span: None,
            rule: "plain".into(),
            earlier: false,
            increment: false,
        };
        let stopped = Some(Stopped { at: at + 2, steps: 3 });
        let found = Extraction { figures: vec![figure], stopped, ..Extraction::default() };
        let rows = ExtractRows::of(&article, &found);
        assert_eq!((rows.figures[0].start, rows.figures[0].end), (9, 11));
        assert_eq!(rows.figures[0].figure_id, "f_0f_1");
        assert_eq!(rows.figures[0].text.as_deref(), Some("17"));
        assert!(rows.claims.is_empty());
        assert!(rows.cut[0].reason.starts_with("only read up to character 11 of "), "{}", rows.cut[0].reason);
        let packed = rows.pack(&article.article_id);
        assert_eq!(ExtractRows::unpack(&packed, &article.article_id, &article.source_path, article.record).expect("whole"), rows);
        let again = Article { article_id: "a_0f-2".into(), ..article };
        assert_eq!(
            ExtractRows::unpack(&packed, "a_0f-2", &again.source_path, again.record).expect("whole"),
            ExtractRows::of(&again, &found)
        );
        for cut in 0..packed.len() {
            assert!(ExtractRows::unpack(&packed[..cut], "a_0f", "x/Daily.txt", None).is_none(), "cut at {cut}");
        }
    }
}
