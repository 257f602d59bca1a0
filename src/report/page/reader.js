// The sentences behind a cell.

let opener = null;

const KINDS = { f: "figure", s: "source", c: "cue" };

/** A text with what is marked in it, by UTF-16 units. */
function marked(text, marks) {
  const cuts = new Set([0, text.length]);
  for (const [, from, to] of marks) cuts.add(Math.min(from, text.length)).add(Math.min(to, text.length));
  const at = [...cuts].sort((a, b) => a - b);
  const out = [];
  for (let i = 0; i + 1 < at.length; i++) {
    const piece = text.slice(at[i], at[i + 1]);
    const kind = "fsc".split("").find((k) => marks.some((m) => m[3] === k && m[1] <= at[i] && m[2] >= at[i + 1]));
    out.push(kind ? h("mark", { class: KINDS[kind] }, piece) : piece);
  }
  return out;
}

/** An address that may be followed; the page was given http and https alone, and looks again. */
function safe(address) {
  try {
    return address && ["http:", "https:"].includes(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}

function quotation(mention) {
  const passage = DATA.passages[mention.p];
  const article = DATA.articles[passage.a];
  const part = (n) => marked(passage.p[n], mention.m.filter((m) => m[0] === n));
  const address = safe(passage.u);
  return h(
    "figure",
    { class: "quotation" },
    h(
      "blockquote",
      {},
      passage.p[0] && [h("span", { class: "near" }, part(0)), " "],
      h("span", { class: "sentence" }, part(1)),
      passage.p[2] && [" ", h("span", { class: "near" }, part(2))],
    ),
    h(
      "figcaption",
      {},
      h("strong", {}, article.o || "Outlet not named"),
      article.d && `, ${day(article.d)}`,
      article.c && " (a copy)",
      article.t && h("span", { class: "title" }, article.t),
      mention.chain && h("span", { class: "chain" }, mention.chain.split(" < ").join(" ← ")),
      address && h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, "Open the page at this sentence"),
    ),
  );
}

function account(topic, row) {
  const question = topic.questions[row.q];
  const facts = [
    capital(words(row.stance)),
    words(row.evidence) === "unspecified" ? null : words(row.evidence),
    row.modality === "actual" ? null : row.modality,
    row.said && `said ${day(row.said)}`,
    row.outlets > 0 && `in ${count(row.outlets, "outlet")}`,
    row.own && "an origin of the figure",
  ];
  return h(
    "section",
    { class: `account ${tone(row.evidence)}` },
    h("h3", {}, row.who, h("span", { class: "number" }, figure(row, question))),
    h("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
    row.why && h("p", { class: "why" }, row.why),
    row.at.map(quotation),
    row.more > 0 && h("p", { class: "small" }, `${count(row.more, "further place")} in claims.csv.`),
    h("p", { class: "small id" }, row.claim),
  );
}

/** Opens the sentences of rows beside the page; over it where there is no room. */
function read(topic, rows, from) {
  const reader = $("reader");
  const sorted = rows.slice().sort((a, b) => b.own - a.own || b.outlets - a.outlets);
  const question = topic.questions[rows[0].q];
  $("reader-eyebrow").textContent = topic.label;
  $("reader-title").textContent = question.q;
  $("reader-body").replaceChildren(
    ...sorted.map((r) => account(topic, r)),
    h("p", { class: "key" }, h("mark", { class: "figure" }, "figure"), " ", h("mark", { class: "source" }, "source"), " ", h("mark", { class: "cue" }, "cue")),
  );
  document.querySelectorAll(".chosen").forEach((e) => e.classList.remove("chosen"));
  opener = from;
  from.classList.add("chosen");
  if (!reader.open) {
    const beside = window.matchMedia("(min-width: 1100px)").matches;
    document.body.classList.toggle("reading", beside);
    if (beside) reader.show();
    else reader.showModal();
  }
  reader.scrollTop = 0;
  $("reader-title").focus({ preventScroll: true });
}

function closed() {
  document.body.classList.remove("reading");
  document.querySelectorAll(".chosen").forEach((e) => e.classList.remove("chosen"));
  if (opener && opener.isConnected && opener.focus) opener.focus({ preventScroll: true });
  opener = null;
}

$("close").addEventListener("click", () => $("reader").close());
$("reader").addEventListener("close", closed);
$("reader").addEventListener("click", (e) => {
  if (e.target === $("reader") && !document.body.classList.contains("reading")) $("reader").close();
});
document.addEventListener("keydown", (e) => {
  if (e.key === "Escape" && $("reader").open) $("reader").close();
});

