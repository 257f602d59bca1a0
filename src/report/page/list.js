// The topics, a few at a time; search, filters, what stands above and below them.

/** Topics that are laid out at once. */
const STEP = 24;

const main = $("topics");
const state = { find: "", status: "", claimant: "", order: "", agreement: new Set() };
let chosen = [];
let laid = 0;
const charts = new Set();

// --- a topic

function ratioWords(topic) {
  return topic.ratio > 1.0001 ? `highest ${ratio(topic.ratio)} times the lowest` : "";
}

function heading(topic, index) {
  const span = days(topic.first, topic.last);
  const lone = topic.rows.length === 1;
  const origins = topic.origins > 0 ? `, ${topic.origins === topic.claimants && topic.claimants > 1 ? "all" : topic.origins} of them ${topic.origins === 1 ? "an origin" : "origins"}` : "";
  const warned = DATA.flags.filter((f) => f.topic === index);
  return h(
    "header",
    {},
    h("p", { class: `eyebrow ${topic.agreement}` }, h("span", { class: "glyph", "aria-hidden": "true" }, GLYPH[topic.agreement]), ` ${capital(topic.agreement)}`, h("span", {}, ratioWords(topic))),
    h("h2", {}, topic.label),
    h("p", { class: "facts" }, !lone && `${count(topic.claimants, "claimant")}${topic.claimants > 1 ? origins : ""}, in ${count(topic.outlets, "outlet")}. `, span && `${span}.`),
    warned.length > 0 &&
      h("details", { class: "warned" }, h("summary", {}, count(warned.length, "warning")), h("ul", {}, warned.map((f) => h("li", {}, `${capital(words(f.code))}: ${f.detail}`)))),
  );
}

function article(index) {
  const topic = DATA.topics[index];
  const lone = topic.rows.length === 1;
  const parts = lone ? [] : [plots(topic), timelines(topic)].filter(Boolean);
  const box = h("article", { class: lone ? "topic lone" : "topic", id: topic.id }, heading(topic, index), h("div", { class: "body" }, lone ? alone(topic) : matrix(topic), parts.map((p) => p.box)));
  parts.forEach((p) => charts.add(p));
  return { box, parts };
}

/** A topic of one row needs no table: its figure, and the sentence at once. */
function alone(topic) {
  const row = topic.rows[0];
  const passage = row.at[0] && DATA.passages[row.at[0].p];
  const status = topic.questions[0].status;
  return [
    entry(topic, [row]),
    h(
      "div",
      {},
      h("p", { class: "facts" }, status !== "unspecified" && `${capital(words(status))}, `, h("span", { class: tone(row.evidence) }, status === "unspecified" ? capital(words(row.evidence)) : words(row.evidence)), contests(row) && `, ${words(row.stance)}`),
      passage && h("p", { class: "glimpse" }, marked(passage.p[1], row.at[0].m.filter((m) => m[0] === 1 && m[3] === "f"))),
    ),
  ];
}

function room() {
  const style = getComputedStyle(main);
  const inner = main.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return Math.floor(inner >= 860 ? inner - 268 - 48 : inner);
}

function lay(upTo) {
  const width = room();
  const fresh = [];
  for (; laid < Math.min(upTo, chosen.length); laid++) fresh.push(article(chosen[laid]));
  const nodes = document.createDocumentFragment();
  fresh.forEach((f) => nodes.append(f.box));
  main.append(nodes);
  fresh.forEach((f) => f.parts.forEach((p) => p.draw(width)));
  $("further").hidden = laid >= chosen.length;
  // Watched anew: where the end is still near, more is to come.
  near.unobserve($("after"));
  if (laid < chosen.length) near.observe($("after"));
}

const near = new IntersectionObserver((seen) => { if (seen.some((e) => e.isIntersecting)) lay(laid + STEP); }, { rootMargin: "1200px" });

// --- which topics

const hay = DATA.topics.map(() => null);
function haystack(i) {
  if (hay[i] === null) {
    const t = DATA.topics[i];
    const outlets = t.rows.flatMap((r) => r.at.map((m) => DATA.articles[DATA.passages[m.p].a].o || ""));
    hay[i] = [t.label, t.id, ...t.questions.map((q) => q.q), ...t.rows.map((r) => r.who), ...outlets].join("\n").toLowerCase();
  }
  return hay[i];
}

const ORDERS = {
  ratio: (a, b) => (b.ratio || 0) - (a.ratio || 0),
  claimants: (a, b) => b.claimants - a.claimants,
  late: (a, b) => (a.last || "") < (b.last || "") ? 1 : (a.last || "") > (b.last || "") ? -1 : 0,
  name: (a, b) => { const [x, y] = [a.label.toLowerCase(), b.label.toLowerCase()]; return x < y ? -1 : x > y ? 1 : 0; },
};

function choose() {
  const asked = state.find.toLowerCase().split(/\s+/).filter(Boolean);
  const who = state.claimant.trim().toLowerCase();
  chosen = DATA.topics.map((_, i) => i).filter((i) => {
    const t = DATA.topics[i];
    return (
      (state.agreement.size === 0 || state.agreement.has(t.agreement)) &&
      (!state.status || t.questions.some((q) => q.status === state.status)) &&
      (!who || t.rows.some((r) => r.who.toLowerCase().includes(who))) &&
      asked.every((w) => haystack(i).includes(w))
    );
  });
  const by = ORDERS[state.order];
  if (by) chosen.sort((a, b) => by(DATA.topics[a], DATA.topics[b]) || a - b);
  charts.clear();
  laid = 0;
  main.replaceChildren();
  if ($("reader").open) $("reader").close();
  const all = DATA.topics.length;
  $("count").textContent = chosen.length === all ? `${count(all, "topic")}` : `${group(String(chosen.length))} of ${count(all, "topic")}`;
  if (chosen.length === 0) main.append(h("p", { class: "nothing" }, all === 0 ? "This run found no claims to compare." : "No topic fits. Take a filter away."));
  lay(STEP);
}

// --- above the topics

function lead() {
  const { run } = DATA;
  const differ = DATA.topics.filter((t) => ["conflict", "updated", "nested"].includes(t.agreement)).length;
  const among = run.topics > DATA.topics.length ? `the ${group(String(DATA.topics.length))} topics shown here` : "them";
  $("lead").append(
    `${count(run.articles, "article")}${run.outlets ? ` by ${count(run.outlets, "outlet")}` : ""}${run.first ? `, ${days(run.first, run.last)},` : ""} make ${count(run.claims, "claim")} on ${count(run.topics, "topic")}. On ${group(String(differ))} of ${among} the figures differ. `,
    "No figure is averaged and none is chosen for you: each stands with who says it, and a click leads to its sentence.",
  );
  if (run.topics > DATA.topics.length) {
    $("lead").after(h("p", { class: "small" }, `The page shows ${group(String(DATA.topics.length))} of ${group(String(run.topics))} topics, those with the most serious disagreement and the most claimants first. All of them stand in topics.csv and comparisons.csv.`));
  }
}

function legend() {
  const rows = DATA.topics.flatMap((t) => t.rows);
  const used = (key) => new Set(rows.map((r) => r[key]));
  const [evidence, stances, quantifiers] = [used("evidence"), used("stance"), used("quantifier")];
  const icon = (draw, name) => s("svg", { class: name || "", width: name ? 14 : 44, height: 16, viewBox: name ? "1 0 14 16" : "0 0 44 16", "aria-hidden": "true" }, draw);
  const item = (picture, text) => h("li", {}, picture, text);
  const shapes = new Map();
  for (const st of Object.keys(SHAPES)) if (stances.has(st)) shapes.set(SHAPES[st], [...(shapes.get(SHAPES[st]) || []), words(st)]);
  const fake = (quantifier, low, high, value) => interval({ quantifier, low, high, value, stance: "asserts" }, (v) => v, 8, 2, 42, 4.5).nodes;
  const kinds = [
    [["exact", "none"], fake("exact", 22, 22, 22), "13"],
    [["more_than", "at_least"], fake("more_than", 10, null, 10), "more than, at least"],
    [["at_most", "less_than"], fake("at_most", null, 34, 34), "up to, fewer than"],
    [["about", "nearly"], fake("about", 22, 22, 22), "about, nearly"],
    [["range"], fake("range", 10, 34, null), "between"],
    [["vague"], fake("vague", 10, 34, null), "dozens, hundreds"],
  ].filter(([q]) => q.some((x) => quantifiers.has(x)));
  const part = (title, items) => items.length > 0 && h("div", {}, h("h2", {}, title), h("ul", {}, items));
  $("legend").open = window.matchMedia("(min-width: 924px)").matches;
  $("legend").append(
    part("Color: how it is known", EVIDENCE.filter((e) => evidence.has(e)).map((e) => item(icon(mark("dot", 8, 8), `dotted ${tone(e)}`), words(e)))),
    part("Shape: what the claimant does", [...shapes.entries()].map(([shape, st]) => item(icon(mark(shape, 8, 8), "dotted"), st.join(", ")))),
    part("Bar: what the figure says", kinds.map(([, draw, text]) => item(icon(draw), text))),
  );
}

function spread() {
  const counts = AGREEMENT.map((a) => [a, DATA.topics.filter((t) => t.agreement === a).length]).filter(([, n]) => n > 0);
  for (const [agreement, n] of counts) {
    const button = h(
      "button",
      { type: "button", class: `share ${agreement}`, "aria-pressed": "false", title: ABOUT[agreement] },
      h("span", { class: "glyph", "aria-hidden": "true" }, GLYPH[agreement]),
      h("span", {}, capital(agreement)),
      h("b", {}, group(String(n))),
    );
    button.addEventListener("click", () => {
      if (!state.agreement.delete(agreement)) state.agreement.add(agreement);
      button.setAttribute("aria-pressed", String(state.agreement.has(agreement)));
      choose();
    });
    $("spread").append(button);
  }
}

function fields() {
  const statuses = [...new Set(DATA.topics.flatMap((t) => t.questions.map((q) => q.status)))].sort();
  $("status").append(...statuses.map((st) => h("option", { value: st }, words(st))));
  const voices = new Map();
  for (const t of DATA.topics) for (const who of new Set(t.rows.map((r) => r.who))) voices.set(who, (voices.get(who) || 0) + 1);
  const most = [...voices.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 500);
  $("claimants").append(...most.map(([who, n]) => h("option", { value: who }, count(n, "topic"))));
  let waiting = 0;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(choose, 120);
  };
  for (const id of ["find", "claimant"]) $(id).addEventListener("input", (e) => { state[id] = e.target.value; later(); });
  for (const id of ["status", "order"]) $(id).addEventListener("change", (e) => { state[id] = e.target.value; choose(); });
  $("tools").addEventListener("submit", (e) => e.preventDefault());
  document.addEventListener("keydown", (e) => {
    if (e.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      e.preventDefault();
      $("find").focus();
    }
  });
}

// --- below them

function below() {
  const { run } = DATA;
  const goto = (i) => h("button", { type: "button", class: "link", onclick: () => show(i) }, DATA.topics[i].label);
  const short = (shown, all, file) => shown < all && h("p", { class: "small" }, `${group(String(shown))} of ${group(String(all))}; the others stand in ${file}.`);
  const table = (head, rows) => h("div", { class: "wide", tabindex: 0, role: "group", "aria-label": head[0] }, h("table", { class: "plain" }, h("caption", { class: "sr" }, head[0]), h("thead", {}, h("tr", {}, head.slice(1).map((c) => h("th", { scope: "col" }, c)))), h("tbody", {}, rows)));
  const fold = (title, about, fill) => {
    const box = h("details", { class: "fold" }, h("summary", {}, h("h2", {}, title)), h("p", { class: "small" }, about));
    box.addEventListener("toggle", () => { if (box.open && !box.dataset.full) { box.dataset.full = "1"; box.append(...fill().filter(Boolean)); } });
    return box;
  };
  $("after").append(h("button", { type: "button", class: "quiet", id: "further", onclick: () => lay(laid + STEP) }, "Further topics"));
  if (run.flags > 0) {
    $("after").append(fold(count(run.flags, "warning"), "What looks wrong: figures that do not fit each other, sources that were not found, texts that are damaged.", () => [
      table(["Warnings", "Warning", "What", "Topic"], DATA.flags.map((f) => h("tr", {}, h("th", { scope: "row" }, words(f.code)), h("td", {}, f.detail), h("td", {}, f.topic !== undefined ? goto(f.topic) : "")))),
      short(DATA.flags.length, run.flags, "flags.csv"),
    ]));
  }
  $("after").append(
    run.rejects === 0
      ? h("p", { class: "small none" }, "Every input gave an article.")
      : fold(count(run.rejects, "reject"), "Inputs that gave no article, and why.", () => [
          table(["Rejects", "Input", "Record", "Why"], DATA.rejects.map((r) => h("tr", {}, h("th", { scope: "row" }, r.path), h("td", {}, r.record !== undefined ? String(r.record) : ""), h("td", {}, r.reason)))),
          short(DATA.rejects.length, run.rejects, "rejects.csv"),
        ]),
  );
  $("foot").append(
    h("p", {}, "Made by howmany from the tables beside this page. It finds what is printed, not what is true; before you print a number, read its sentence. Columns are explained in outputs/README.md."),
  );
}

/** Leads to a topic, if need be past the filters. */
function show(index) {
  if (!chosen.includes(index)) {
    Object.assign(state, { find: "", status: "", claimant: "" });
    state.agreement.clear();
    for (const id of ["find", "status", "claimant"]) $(id).value = "";
    document.querySelectorAll(".share").forEach((b) => b.setAttribute("aria-pressed", "false"));
    choose();
  }
  lay(Math.max(laid, chosen.indexOf(index) + 3));
  const box = document.getElementById(DATA.topics[index].id);
  box.querySelector("h2").setAttribute("tabindex", "-1");
  box.scrollIntoView();
  box.querySelector("h2").focus({ preventScroll: true });
}

function theme() {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const now = () => root.dataset.theme || (dark.matches ? "dark" : "light");
  const name = () => { $("theme").textContent = now() === "dark" ? "Light" : "Dark"; };
  let kept = null;
  try { kept = localStorage.getItem("howmany-theme"); } catch { /* a page from a file may have no store */ }
  if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  name();
  dark.addEventListener("change", name);
  $("theme").setAttribute("aria-label", "Light or dark page");
  $("theme").addEventListener("click", () => {
    root.dataset.theme = now() === "dark" ? "light" : "dark";
    try { localStorage.setItem("howmany-theme", root.dataset.theme); } catch { /* as above */ }
    name();
  });
}

theme();
lead();
legend();
spread();
fields();
below();
choose();

let before = room();
let settling = 0;
new ResizeObserver(() => {
  clearTimeout(settling);
  settling = setTimeout(() => {
    const width = room();
    if (width === before) return;
    before = width;
    charts.forEach((c) => c.draw(width));
  }, 60);
}).observe(main);
const named = DATA.topics.findIndex((t) => `#${t.id}` === location.hash);
if (named >= 0) show(named);
window.addEventListener("hashchange", () => {
  const i = DATA.topics.findIndex((t) => `#${t.id}` === location.hash);
  if (i >= 0) show(i);
});
