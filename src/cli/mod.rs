//! `howmany COMMAND`: arguments, messages, exit codes.
//!
//! 0 done, rejects included; 1 the run failed and nothing was replaced, or `--strict` and there were rejects; 2 a wrong command;
//! 130 stopped by Ctrl-C, and nothing was replaced.

mod bars;
mod look;
mod people;
mod say;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use howmany::aggregate::{AggregateOptions, Same};
use howmany::extract::Attributions;
use howmany::input::InputOptions;
use howmany::lexicon::Files;
use howmany::pipeline::{self, Config, Knowledge};

/// Turn news into a dataset of claimed counts: who claims how many of what, on whose word, as of when - and do the claims agree?
#[derive(Debug, Parser)]
#[command(name = "howmany", disable_version_flag = true, arg_required_else_help = true)]
struct Cli {
    /// Print program, code and model versions.
    #[arg(short = 'V', long)]
    version: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read articles, extract their claims and compare them: all three stages.
    Run(Run),
    /// Stage 1: inputs to OUT/stages/normalize/.
    Normalize(Run),
    /// Stage 2: OUT/stages/normalize/ to OUT/stages/extract/.
    Extract(Stage),
    /// Stage 3: OUT/stages/ to the tables of OUT/.
    Aggregate(Stage),
    /// Print the parse of a text file as CoNLL-U, or draw the tree of a sentence.
    Parse(Parse),
    /// Show how the claims of a sentence, or one claim of a run, came to be.
    Explain(Explain),
    /// Print one comparison with its sentences.
    Show(Show),
    /// Make report.html and howmany.xlsx of a finished run again.
    Report(people::Report),
    /// Print vocabularies, tables and columns.
    Codebook,
}

#[derive(Debug, Args)]
struct Run {
    /// Folders, files, globs, or `-` for standard input: .txt, .jsonl, .json, .csv, .html, RSS and Atom, .warc, .parquet; packed with
    /// gzip or zstd, or in a .zip or .tar.
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// Which of the input's own fields holds one of ours, e.g. text=body.
    #[arg(long, value_name = "FIELD=NAME")]
    map: Vec<String>,
    /// Read the sample that ships with the project even where other articles lie beside it.
    #[arg(long)]
    sample: bool,
    /// Go on where a run into the same folder was stopped or killed.
    #[arg(long, conflicts_with = "no_cache")]
    resume: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
struct Stage {
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
struct Common {
    /// Folder for the outputs.
    #[arg(long, value_name = "DIR", default_value = "outputs")]
    out: PathBuf,
    /// Threads; 0 for one a core. The tables do not depend on it.
    #[arg(long, default_value_t = 0, value_name = "N")]
    threads: usize,
    /// Say nothing but errors.
    #[arg(short, long)]
    quiet: bool,
    /// End with 1 where an input gave no article; the tables are written all the same.
    #[arg(long)]
    strict: bool,
    /// Read everything anew, and keep nothing in OUT/.cache for the next run. The tables do not depend on it.
    #[arg(long)]
    no_cache: bool,
    /// Which attributions to look for: all, or those that say whose a claim is (counted), which is faster where few sentences count
    /// anything.
    #[arg(long, value_name = "all|counted")]
    attributions: Option<Attributions>,
    /// Your word on the grouping: a CSV of topics and claimants that are one or apart (README, "Overruling the grouping").
    #[arg(long, value_name = "FILE")]
    same: Option<PathBuf>,
    /// Do not make report.html and howmany.xlsx.
    #[arg(long)]
    no_report: bool,
    /// Also write croissant.json: the data set described for catalogs and loaders.
    #[arg(long)]
    croissant: bool,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
}

#[derive(Debug, Args)]
struct KnowledgeArgs {
    /// Settings file (howmany.toml); what the command line names wins.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of lexicon files laid over the built-in ones.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// Model file in place of the built-in one.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Parse {
    /// Text file.
    #[arg(required_unless_present = "tree")]
    file: Option<PathBuf>,
    /// Draw the tree of this sentence instead.
    #[arg(long, value_name = "SENTENCE", conflicts_with = "file")]
    tree: Option<String>,
    /// Model file in place of the built-in one.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Explain {
    /// A sentence or a short text.
    #[arg(required_unless_present = "claim")]
    text: Option<String>,
    /// Publication day against which relative dates resolve.
    #[arg(long, value_name = "YYYY-MM-DD")]
    published: Option<String>,
    /// Outlet of the text.
    #[arg(long)]
    outlet: Option<String>,
    /// A claim of a finished run instead.
    #[arg(long, value_name = "ID", conflicts_with = "text")]
    claim: Option<String>,
    /// The run's folder.
    #[arg(long, value_name = "DIR", default_value = "outputs")]
    out: PathBuf,
    /// The same, under the name that the tables' folder has elsewhere.
    #[arg(long, value_name = "DIR", hide = true)]
    outputs: Option<PathBuf>,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
}

#[derive(Debug, Args)]
struct Show {
    /// Topic id, or words of its label.
    topic: String,
    /// The run's folder.
    #[arg(long, value_name = "DIR", default_value = "outputs")]
    out: PathBuf,
}

/// Settings of `howmany.toml`.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    /// As `--lexicon`, relative to the file.
    lexicon: Option<PathBuf>,
    /// As `--model`, relative to the file.
    model: Option<PathBuf>,
    /// As `--threads`.
    threads: Option<usize>,
    /// As `--attributions`.
    attributions: Option<String>,
    /// As `--map`: field to the input's own name.
    map: std::collections::BTreeMap<String, String>,
    limits: LimitSettings,
    /// How claims are compared: any field of `AggregateOptions`.
    aggregate: AggregateOptions,
}

/// `[limits]`, in bytes, but for `ratio`, `members`, `depth`, `rejects` and `steps`.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LimitSettings {
    article: Option<usize>,
    record: Option<usize>,
    whole: Option<usize>,
    expanded: Option<u64>,
    ratio: Option<u64>,
    members: Option<usize>,
    depth: Option<usize>,
    rejects: Option<u64>,
    /// Work that an article is allowed, in steps: a word is one, and so are sixteen pairs of words of one sentence.
    steps: Option<u64>,
}

impl Settings {
    fn read(file: Option<&PathBuf>) -> Result<Self> {
        let Some(path) = file else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))?;
        let mut settings: Self = toml::from_str(&text).with_context(|| format!("{}: is no settings file", path.display()))?;
        let base = path.parent().unwrap_or(std::path::Path::new("")).to_owned();
        for p in [&mut settings.lexicon, &mut settings.model].into_iter().flatten() {
            *p = base.join(&*p);
        }
        Ok(settings)
    }
}

/// Parses the command line and does what it says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // A panic of one article is caught and becomes a reject; its message would only frighten.
    if std::env::var_os("HOWMANY_PANICS").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    match dispatch(cli) {
        Ok(code) => code,
        Err(error) => {
            say::error(&error);
            ExitCode::from(1)
        }
    }
}

fn dispatch(cli: Cli) -> Result<ExitCode> {
    if cli.version {
        say::version(Knowledge::builtin()?.extractor.syntax().name())?;
        return Ok(ExitCode::SUCCESS);
    }
    match cli.command {
        None => Ok(ExitCode::from(2)),
        Some(Command::Run(args)) => read(args, pipeline::run, say::Made::Everything),
        Some(Command::Normalize(args)) => read(args, pipeline::normalize, say::Made::Articles),
        Some(Command::Extract(args)) => stage(&args.common, Config::default(), pipeline::extract, say::Made::Claims),
        Some(Command::Aggregate(args)) => stage(&args.common, Config::default(), pipeline::aggregate, say::Made::Everything),
        Some(Command::Parse(args)) => look::parse(args.file.as_deref(), args.tree.as_deref(), args.model.as_deref()),
        Some(Command::Explain(args)) => {
            let (knowledge, _) = knowledge(&args.knowledge)?;
            let out = args.outputs.as_ref().unwrap_or(&args.out);
            match (&args.text, &args.claim) {
                (_, Some(claim)) => look::explain_claim(&knowledge, out, claim),
                (text, None) => {
                    look::explain(&knowledge, text.as_deref().unwrap_or_default(), args.published.as_deref(), args.outlet.as_deref())
                }
            }
        }
        Some(Command::Show(args)) => look::show(&args.out, &args.topic),
        Some(Command::Report(args)) => people::report(&args),
        Some(Command::Codebook) => {
            say::out(&howmany::table::codebook_markdown())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

type Work = fn(&Config, &Knowledge, &dyn pipeline::Progress) -> Result<pipeline::Summary, pipeline::PipelineError>;

/// `run` and `normalize`.
fn read(args: Run, work: Work, made: say::Made) -> Result<ExitCode> {
    let settings = Settings::read(args.common.knowledge.config.as_ref())?;
    let mut map: Vec<(String, String)> = settings.map.into_iter().collect();
    for pair in &args.map {
        let Some((field, name)) = pair.split_once('=') else {
            say::error(&anyhow::anyhow!("--map {pair}: has no `=` - write FIELD=NAME, e.g. text=body"));
            return Ok(ExitCode::from(2));
        };
        map.push((field.to_owned(), name.to_owned()));
    }
    let mut input = InputOptions { map, ..InputOptions::default() };
    let limits = &mut input.limits;
    let given = settings.limits;
    limits.article = given.article.unwrap_or(limits.article);
    limits.record = given.record.unwrap_or(limits.record);
    limits.whole = given.whole.unwrap_or(limits.whole);
    limits.expanded = given.expanded.unwrap_or(limits.expanded);
    limits.ratio = given.ratio.unwrap_or(limits.ratio);
    limits.members = given.members.unwrap_or(limits.members);
    limits.depth = given.depth.unwrap_or(limits.depth);
    limits.rejects = given.rejects.unwrap_or(limits.rejects);
    if !args.sample {
        for folder in pipeline::samples_to_leave_out(&args.inputs, &input)? {
            if !args.common.quiet {
                say::note(&format!(
                    "{} is left out, since other articles lie beside it (keep it with --sample or SAMPLE=1)",
                    folder.display()
                ));
            }
            input.skip.push(folder);
        }
    }
    stage(&args.common, Config { inputs: args.inputs, input, resume: args.resume, ..Config::default() }, work, made)
}

/// Runs a stage and says what it came to.
fn stage(common: &Common, mut config: Config, work: Work, made: say::Made) -> Result<ExitCode> {
    let (mut knowledge, settings) = knowledge(&common.knowledge)?;
    let given = settings.attributions.as_deref().map(str::parse::<Attributions>).transpose();
    let given = given.map_err(|fault| anyhow::anyhow!("attributions: {fault}"))?;
    knowledge.extractor = knowledge.extractor.with(common.attributions.or(given).unwrap_or_default());
    config.out.clone_from(&common.out);
    config.threads = if common.threads > 0 { common.threads } else { settings.threads.unwrap_or(0) };
    config.aggregate = settings.aggregate;
    if let Some(file) = &common.same {
        let text = std::fs::read_to_string(file).with_context(|| format!("{}: cannot be read", file.display()))?;
        config.aggregate.same = Same::parse(&text, &file.display().to_string())?;
    }
    config.no_cache = common.no_cache;
    config.for_people = people::maker(common.no_report, common.croissant);
    let began = std::time::Instant::now();
    let progress = bars::Bars::new(common.quiet, stop_signals()?);
    let summary = match work(&config, &knowledge, &progress) {
        Ok(summary) => summary,
        Err(fault) => {
            progress.clear();
            let stopped = matches!(fault, pipeline::PipelineError::Stopped { .. });
            say::error(&fault.into());
            return Ok(ExitCode::from(if stopped { STOPPED } else { 1 }));
        }
    };
    if !common.quiet {
        say::summary(&summary, made, &config.out, began.elapsed())?;
    }
    Ok(if common.strict && summary.rejects > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Exit code of a run that a person stopped: what a shell gives for Ctrl-C.
const STOPPED: u8 = 130;

/// A switch that Ctrl-C and a request to end turn on. The second of them ends the program at once: the outputs are whole all the same.
fn stop_signals() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in signal_hook::consts::TERM_SIGNALS {
        signal_hook::flag::register_conditional_shutdown(*signal, i32::from(STOPPED), stop.clone())
            .and_then(|_| signal_hook::flag::register(*signal, stop.clone()))
            .context("Ctrl-C cannot be watched for")?;
    }
    Ok(stop)
}

fn knowledge(args: &KnowledgeArgs) -> Result<(Knowledge, Settings)> {
    let settings = Settings::read(args.config.as_ref())?;
    let mut files = Files::builtin();
    if let Some(folder) = args.lexicon.as_ref().or(settings.lexicon.as_ref()) {
        files = files.with_folder(folder)?;
    }
    let model = match args.model.as_ref().or(settings.model.as_ref()) {
        Some(path) => Some(std::fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))?),
        None => None,
    };
    let mut knowledge = Knowledge::load(files, model.as_deref())?;
    if let Some(steps) = settings.limits.steps {
        knowledge.extractor.limit(steps);
    }
    Ok((knowledge, settings))
}
