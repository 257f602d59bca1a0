// The matrix of a topic: statuses and their evidence as columns, figures with their claimants as cells.

/** Figures that a cell shows before "more". */
const CELL = 5;

/** Rows of equal figure, stance and modality stand together. */
function together(rows, topic) {
  const found = new Map();
  for (const row of rows) {
    const key = [row.figure, row.q, row.stance === "earlier", row.modality].join("|");
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(row);
  }
  const last = (group) => group.reduce((l, r) => (r.said && r.said > l ? r.said : l), "");
  const said = (group) => group.reduce((n, r) => n + r.outlets, 0);
  return [...found.values()].sort((a, b) => (last(a) < last(b) ? 1 : last(a) > last(b) ? -1 : said(b) - said(a)));
}

/** What sets a row apart from a plain statement of today. */
function remark(row) {
  const out = [];
  if (row.stance === "earlier") out.push("earlier");
  if (row.modality !== "actual") out.push(row.modality);
  if (row.relation === "part_of") out.push("a part");
  return out.join(", ");
}

/** Claimants of rows, those who have it from themselves first. */
function names(rows, most) {
  const all = [...new Set(rows.slice().sort((a, b) => b.own - a.own).map((r) => r.who))];
  return all.length > most ? `${all.slice(0, most - 1).join(", ")} and ${all.length - most + 1} more` : all.join(", ");
}

function entry(topic, rows) {
  const question = topic.questions[rows[0].q];
  const note = remark(rows[0]);
  const old = rows.every((r) => r.old);
  return h(
    "button",
    {
      type: "button",
      class: `entry${old || rows[0].stance === "earlier" ? " old" : ""}`,
      "data-claim": rows[0].claim,
      "aria-haspopup": "dialog",
      onclick: (event) => read(topic, rows, event.currentTarget),
    },
    h("span", { class: "number" }, figure(rows[0], question)),
    h("span", { class: "who" }, h("span", { class: "sr" }, ", "), names(rows, 4), note && [", ", h("em", {}, note)]),
  );
}

function cell(topic, rows) {
  const groups = together(rows, topic);
  const box = h("td", {}, groups.slice(0, CELL).map((g) => entry(topic, g)));
  if (groups.length > CELL) {
    const rest = groups.slice(CELL);
    box.append(
      h("button", { type: "button", class: "quiet more", onclick: (e) => e.currentTarget.replaceWith(...rest.map((g) => entry(topic, g))) }, `${rest.length} more ${rest.length === 1 ? "figure" : "figures"}`),
    );
  }
  return box;
}

/** The table, in a frame that scrolls where it is wider than the page. */
function matrix(topic) {
  const columns = new Map();
  for (const row of topic.rows.filter((r) => !contests(r))) {
    const key = `${topic.questions[row.q].status}|${row.evidence}`;
    if (!columns.has(key)) columns.set(key, []);
    columns.get(key).push(row);
  }
  const order = [...new Set(topic.questions.map((q) => q.status))];
  const keys = [...columns.keys()]
    .map((k) => k.split("|"))
    .sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]) || EVIDENCE.indexOf(a[1]) - EVIDENCE.indexOf(b[1]));
  const statuses = order.map((st) => [st, keys.filter((k) => k[0] === st).length]).filter(([, n]) => n > 0);
  const title = (st) => (st === "unspecified" ? "no status given" : words(st));
  const table = h(
    "table",
    { class: "matrix" },
    h("caption", { class: "sr" }, `${topic.label}: figures by status and evidence, with who claims them`),
    h(
      "thead",
      {},
      h("tr", {}, statuses.map(([st, n]) => h("th", { scope: n > 1 ? "colgroup" : "col", colspan: n > 1 ? n : null, class: "status" }, title(st)))),
      h("tr", {}, keys.map(([, ev]) => h("th", { scope: "col", class: `evidence ${tone(ev)}` }, words(ev)))),
    ),
    h("tbody", {}, h("tr", {}, keys.map((k) => cell(topic, columns.get(k.join("|")))))),
  );
  const voiced = (a, b) => a.who === b.who && a.stance === b.stance && a.figure === b.figure;
  const all = topic.rows.filter(contests);
  const against = all.filter((r, i) => all.findIndex((o) => voiced(o, r)) === i);
  const same = (r) => all.filter((o) => o !== r && voiced(o, r));
  return [
    keys.length > 0 && h("div", { class: "wide" }, table),
    against.length > 0 &&
      h(
        "p",
        { class: "against" },
        "Contested by ",
        against.map((r, i) => [
          i > 0 && ", ",
          h(
            "button",
            { type: "button", class: "link", "aria-haspopup": "dialog", onclick: (e) => read(topic, [r, ...same(r)], e.currentTarget) },
            `${r.who} (${words(r.stance)}: ${figure(r, topic.questions[r.q])})`,
          ),
        ]),
      ),
  ];
}

