// The interval plot: a line a claimant and figure, on the topic's log axis.

/** Lines of a question before "all". */
const LINES = 12;

const SHAPES = {
  asserts: "dot", confirms: "dot", corrects: "dot", estimates: "diamond", suggests: "diamond", alleges: "triangle", earlier: "square", denies: "cross",
  doubts: "ring", unaware: "ring", cannot_confirm: "ring", declines_comment: "ring",
};

/** The mark of a stance around a point. */
function mark(shape, x, y, r = 5) {
  const p = (d) => s("path", { class: "mark", d });
  switch (shape) {
    case "triangle":
      return p(`M${x} ${y - r - 0.5}L${x + r + 0.5} ${y + r - 0.5}H${x - r - 0.5}Z`);
    case "diamond":
      return p(`M${x} ${y - r - 1}L${x + r + 1} ${y}L${x} ${y + r + 1}L${x - r - 1} ${y}Z`);
    case "square":
      return p(`M${x - r + 0.5} ${y - r + 0.5}h${2 * r - 1}v${2 * r - 1}h${1 - 2 * r}Z`);
    case "cross":
      return s("path", { class: "mark open", d: `M${x - r + 0.5} ${y - r + 0.5}L${x + r - 0.5} ${y + r - 0.5}M${x + r - 0.5} ${y - r + 0.5}L${x - r + 0.5} ${y + r - 0.5}` });
    case "ring":
      return s("circle", { class: "mark open", cx: x, cy: y, r: r - 0.5 });
    default:
      return s("circle", { class: "mark", cx: x, cy: y, r });
  }
}

/** An interval with its mark: a point, a bar with an open end, a bar between two ends. Gives the nodes and where they end. */
function interval(row, at, y, left, right, r) {
  const shape = SHAPES[row.stance] || "dot";
  const [value, low, high] = [row.value, row.low, row.high];
  const line = (from, to, name) => s("path", { class: name, d: `M${from} ${y}H${to}` });
  const head = (x, by) => s("path", { class: "head", d: `M${x - by * 6} ${y - 4}L${x} ${y}L${x - by * 6} ${y + 4}` });
  if (row.quantifier === "more_than" || row.quantifier === "at_least") {
    const x = at(low ?? value);
    return { nodes: [line(x + r, right - 1, "bar"), head(right, 1), mark(shape, x, y, r)], from: x - r, to: x + r, open: "right" };
  }
  if (row.quantifier === "less_than" || row.quantifier === "at_most") {
    const x = at(high ?? value);
    return { nodes: [line(left + 1, x - r, "bar"), head(left, -1), mark(shape, x, y, r)], from: x - r, to: x + r, open: "left" };
  }
  if ((row.quantifier === "range" || row.quantifier === "vague") && (finite(low) || finite(high))) {
    const [a, b] = [finite(low) ? at(low) : left, finite(high) ? at(high) : right];
    const vague = row.quantifier === "vague";
    const box = s("rect", { class: vague ? "span vague" : "span", x: a, y: y - 4, width: Math.max(2, b - a), height: 8, rx: vague ? 4 : 0 });
    const caps = vague ? [] : [a, b].map((x) => s("path", { class: "cap", d: `M${x} ${y - 6}V${y + 6}` }));
    const inner = contests(row) || shape !== "dot" ? [mark(shape, (a + b) / 2, y, r)] : [];
    return { nodes: [box, ...caps, ...inner], from: a, to: b };
  }
  const x = at(value ?? low ?? high ?? 0);
  const soft = row.quantifier === "about" || row.quantifier === "nearly" ? [s("circle", { class: "soft", cx: x, cy: y, r: r + 4 })] : [];
  return { nodes: [...soft, mark(shape, x, y, r)], from: x - r - (soft.length ? 4 : 0), to: x + r + (soft.length ? 4 : 0) };
}

const pen = document.createElement("canvas").getContext("2d");
const FAMILY = getComputedStyle(document.body).fontFamily;

/** Width of a text, about; and the text cut to a width. */
function wide(text, size, weight = 400) {
  pen.font = `${weight} ${size}px ${FAMILY}`;
  return pen.measureText(text).width;
}
function cut(text, most, size, weight) {
  if (wide(text, size, weight) <= most) return text;
  let [a, b] = [0, text.length];
  while (b - a > 1) {
    const m = (a + b) >> 1;
    if (wide(text.slice(0, m) + "…", size, weight) <= most) a = m;
    else b = m;
  }
  return text.slice(0, a).trimEnd() + "…";
}

const about = (row) => (contests(row) || row.stance === "alleges" && row.evidence === "alleged" ? words(contests(row) ? row.stance : row.evidence) : [words(row.evidence), remark(row)].filter(Boolean).join(", "));

/** One question's lines. */
function lines(topic, q, rows, scale, width, last) {
  const narrow = width < 560;
  const question = topic.questions[q];
  const left = narrow ? 2 : Math.min(210, Math.max(120, width * 0.27));
  const right = width - (narrow ? 8 : 132);
  const [step, top] = [narrow ? 42 : 27, 6];
  const at = (v) => left + scale.at(v) * (right - left);
  const height = top + rows.length * step + (last ? 26 : 6);
  const marks = scale.ticks(Math.max(3, Math.floor((right - left) / 70)));
  const root = s("svg", { class: "plot", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${question.q} ${rows.map((r) => `${r.who}: ${spoken(r, question)}, ${about(r)}`).join("; ")}.` });
  const floor = top + rows.length * step;
  for (const v of marks) {
    const x = Math.round(at(v)) + 0.5;
    root.append(s("path", { class: "grid", d: `M${x} 0V${floor}` }));
    if (last) root.append(s("text", { class: "tick", x, y: floor + 17, "text-anchor": "middle" }, tickName(v)));
  }
  if (scale.zero) {
    const x = Math.round(at(0)) + 0.5;
    root.append(s("path", { class: "grid zero", d: `M${x} 0V${floor}` }));
    if (last) root.append(s("text", { class: "tick", x, y: floor + 17, "text-anchor": "middle" }, "0"));
  }
  rows.forEach((row, i) => {
    const y = top + i * step + (narrow ? 29 : step / 2);
    const drawn = interval(row, at, y, left, right, 5);
    const label = figure(row, question);
    const size = wide(label, 13, 600);
    const room = { right: drawn.to + 8 + size <= right + 4, left: drawn.from - 8 - size >= left };
    const after = drawn.open === "right" ? !room.left : room.right || !room.left;
    const name = narrow ? cut(row.who, width * 0.62, 13, 500) : cut(row.who, left - 16, 13, 500);
    const word = about(row);
    const line = s(
      "g",
      { class: `row ${tone(contests(row) ? "unspecified" : row.evidence)}${row.old || row.stance === "earlier" ? " old" : ""}${contests(row) ? " contest" : ""}${row.modality === "actual" ? "" : " unreal"}`, onclick: (e) => read(topic, [row], e.currentTarget) },
      s("title", {}, `${row.who}: ${spoken(row, question)} (${words(row.evidence)}, ${words(row.stance)})`),
      s("rect", { class: "hit", x: 0, y: top + i * step, width, height: step }),
      s("path", { class: "rest", d: `M${left} ${y + 0.5}H${right}` }),
      narrow
        ? s("text", { class: "name", x: 2, y: y - 14 }, name, s("tspan", { class: "word", dx: 7 }, word))
        : s("text", { class: "name", x: left - 14, y: y + 4.5, "text-anchor": "end" }, name),
      drawn.nodes,
      s("text", { class: "value", x: after ? drawn.to + 7 : drawn.from - 7, y: y + 4.5, "text-anchor": after ? "start" : "end" }, label),
      !narrow && s("text", { class: "word", x: right + 16, y: y + 4.5 }, cut(word, 116, 12.5)),
    );
    root.append(line);
  });
  return root;
}

/** Rows that can be drawn, supporting ones by size, then those who contest. */
function drawable(topic, q) {
  const point = (r) => r.value ?? r.low ?? r.high;
  return topic.rows
    .filter((r) => r.q === q && finite(point(r)))
    .sort((a, b) => contests(a) - contests(b) || point(a) - point(b) || EVIDENCE.indexOf(b.evidence) - EVIDENCE.indexOf(a.evidence));
}

/** Questions that share an axis: equal kind and unit. */
function plots(topic) {
  const measures = new Map();
  topic.questions.forEach((question, q) => {
    const rows = drawable(topic, q);
    const key = `${question.kind}|${question.unit || ""}`;
    // Where a figure is only contested, "contested by" says all there is.
    if (rows.some((r) => !contests(r))) measures.set(key, [...(measures.get(key) || []), { q, rows }]);
  });
  const box = h("div", { class: "plots" });
  const opened = new Set();
  const draw = (width) => {
    const parts = [];
    for (const asked of measures.values()) {
      const all = asked.flatMap((a) => a.rows);
      const open = (...kinds) => all.some((r) => kinds.includes(r.quantifier));
      const scale = axis(ends(all), open("at_most", "less_than"), open("at_least", "more_than"));
      asked.forEach(({ q, rows }, i) => {
        const shown = opened.has(q) || rows.length <= LINES + 2 ? rows : rows.slice(0, LINES);
        parts.push(h("h3", {}, topic.questions[q].q), lines(topic, q, shown, scale, width, i === asked.length - 1));
        if (shown.length < rows.length) {
          parts.push(h("button", { type: "button", class: "quiet more", onclick: () => { opened.add(q); draw(width); } }, `All ${rows.length} figures`));
        }
      });
    }
    box.replaceChildren(...parts);
  };
  return measures.size > 0 && topic.rows.length > 1 ? { box, draw } : null;
}

