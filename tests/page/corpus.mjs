// Texts that try to get out of the page, and pages of many topics.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SCRIPT = '<script>window.stolen=1</script>';
const IMAGE = '<img src=x onerror="window.stolen=2">';
const CLOSE = '</script><script>window.stolen=3</script><!--';
const HANDLER = '" onmouseover="window.stolen=4" x="';

/** Articles whose title, text, outlet, author and address are hostile; two of them disagree, so that they make a topic with charts. */
export function hostile(folder) {
  mkdirSync(folder, { recursive: true });
  const article = (n, outlet, url, text) => ({
    id: `${CLOSE}${n}`, title: `${SCRIPT}${IMAGE} Miners of Velden ${n}`, outlet, author: `${IMAGE}`, url, published: `2025-04-1${n}`, text,
  });
  const records = [
    article(1, `Velden ${SCRIPT} Post`, 'javascript:window.stolen=5', `It rained. Police said at least 13 miners${CLOSE} were killed in Velden. ${IMAGE} A search began.`),
    article(2, `Skerry ${HANDLER} Gazette`, 'https://skerry.example/a?b=<script>&c="x"', `It rained. The union said that 40 miners were killed in Velden ${SCRIPT}. ${CLOSE} It was dark.`),
    article(3, `Orsk ${CLOSE}`, 'data:text/html,<script>window.stolen=6</script>', `Rescue crews in Velden said 13 miners were killed. {{script}} {{data}} $& \u2028 \u0000 It is over.`),
    article(4, 'Tidewater', 'https://tidewater.example/miners?a=1&b=2', 'It rained. Police said 31 miners were killed in Velden on Monday. The mine is shut.'),
    article(5, 'Harbour', ' JaVaScRiPt:window.stolen=7', `A doctor named "${IMAGE}" said 7 miners were wounded in Velden. ${HANDLER}`),
  ];
  writeFileSync(join(folder, 'hostile.jsonl'), records.map((r) => JSON.stringify(r)).join('\n') + '\n');
  writeFileSync(join(folder, `empty onload=window.stolen=8 .txt`), '');
}

const BLOCK = /(<script type="application\/json" id="data">)([\s\S]*?)(<\/script>)/;

/** The data of a page. */
export const data = (html) => JSON.parse(html.match(BLOCK)[2]);

/** The same page over other data. */
export const withData = (html, value) =>
  html.replace(BLOCK, (_, open, __, close) => open + JSON.stringify(value).replaceAll('<', '\\u003c') + close);

/** A page of so many topics, made of those of another by turns; their passages are copied too, so that it weighs what it would. */
export function many(html, n) {
  const one = data(html);
  const compared = one.topics.filter((t) => t.rows.length > 1);
  const topics = [];
  const passages = [];
  for (let i = 0; i < n; i++) {
    // Two of three topics of a large run have a row or two; the others are compared.
    const from = i % 3 === 0 ? compared[i % compared.length] : one.topics[one.topics.length - 1 - (i % 40)];
    const topic = structuredClone(from);
    topic.id = `t_${i}`;
    topic.label = `${topic.label} ${i}`;
    for (const row of topic.rows) {
      row.claim = `${row.claim}_${i}`;
      for (const at of row.at) {
        passages.push(one.passages[at.p]);
        at.p = passages.length - 1;
      }
    }
    topics.push(topic);
  }
  const run = { ...one.run, topics: n + 1000, claims: n * 4 };
  return withData(html, { ...one, run, topics, passages });
}
