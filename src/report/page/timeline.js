// Small multiples: each claimant's figure over time, the others faint behind it.

/** Panels of a question. */
const PANELS = 12;

/** Questions that were answered on more than one day, with the claimants who did. */
function histories(topic) {
  return topic.questions
    .map((question, q) => {
      const points = topic.rows
        .filter((r) => r.q === q && !contests(r) && r.modality === "actual" && finite(r.value ?? r.low ?? r.high))
        .flatMap((row) => row.days.map((d) => ({ row, day: number(d), iso: d, v: row.value ?? row.low ?? row.high })))
        .sort((a, b) => a.day - b.day || a.v - b.v);
      const voices = new Map();
      for (const p of points) voices.set(p.row.who, [...(voices.get(p.row.who) || []), p]);
      return { q, question, points, voices };
    })
    .filter(({ points, voices }) => points.length > 2 && voices.size > 1 && points[0].day < points[points.length - 1].day);
}

function panel(topic, history, who, scale, width) {
  const [height, top, floor, left] = [112, 18, 92, 2];
  const room = Math.max(...[...history.voices.values()].map((own) => wide(figure(own[own.length - 1].row, history.question), 12, 600)));
  const right = width - Math.min(room, width * 0.4) - 12;
  const all = history.points;
  const [from, to] = [all[0].day, all[all.length - 1].day];
  const x = (p) => left + 6 + ((p.day - from) / (to - from)) * (right - left - 12);
  const y = (v) => floor - 6 - scale.at(v) * (floor - top - 12);
  const own = history.voices.get(who);
  const label = (p) => figure(p.row, history.question);
  const root = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${who}: ${own.map((p) => `${spoken(p.row, history.question)} on ${day(p.iso)}`).join("; ")}.` });
  root.append(s("path", { class: "base", d: `M${left} ${floor + 0.5}H${right}` }));
  for (const p of all) if (p.row.who !== who) root.append(s("circle", { class: "other", cx: x(p), cy: y(p.v), r: 2.5 }));
  const path = own.map((p, i) => (i === 0 ? `M${x(p)} ${y(p.v)}` : `H${x(p)}V${y(p.v)}`)).join("");
  root.append(s("path", { class: "track", d: path }));
  for (const p of own) {
    const g = s("g", { class: `row ${tone(p.row.evidence)}`, onclick: (e) => read(topic, [p.row], e.currentTarget) }, s("title", {}, `${spoken(p.row, history.question)}, ${day(p.iso)}`));
    const [a, b] = [p.row.low, p.row.high];
    if (p.row.quantifier === "more_than" || p.row.quantifier === "at_least") g.append(s("path", { class: "bar", d: `M${x(p)} ${y(p.v)}V${y(p.v) - 15}` }), s("path", { class: "head", d: `M${x(p) - 3.5} ${y(p.v) - 11}L${x(p)} ${y(p.v) - 15.5}L${x(p) + 3.5} ${y(p.v) - 11}` }));
    else if (finite(a) && finite(b) && a < b) g.append(s("path", { class: "bar thick", d: `M${x(p)} ${y(a)}V${y(b)}` }));
    g.append(mark(SHAPES[p.row.stance] || "dot", x(p), y(p.v), 4));
    root.append(g);
  }
  const end = own[own.length - 1];
  const text = label(end);
  root.append(s("text", { class: "value", x: x(end) + 8, y: y(end.v) + 4 }, cut(text, width - x(end) - 8, 12, 600)));
  root.append(s("text", { class: "tick", x: left, y: height - 5 }, day(all[0].iso, true)), s("text", { class: "tick", x: right, y: height - 5, "text-anchor": "end" }, day(all[all.length - 1].iso, true)));
  return h("figure", { class: "panel" }, h("figcaption", {}, cut(who, width - 4, 13, 500)), root);
}

function timelines(topic) {
  const found = histories(topic);
  if (found.length === 0) return null;
  const box = h("div", { class: "timelines" });
  const draw = (width) => {
    const across = Math.max(2, Math.min(4, Math.floor(width / 190), Math.max(...found.map((f) => f.voices.size))));
    const each = Math.floor((width - (across - 1) * 20) / across);
    box.replaceChildren(
      ...found.flatMap((history) => {
        const scale = axis(ends(history.points.map((p) => p.row)));
        const order = [...history.voices.entries()]
          .sort((a, b) => b[1].length - a[1].length || a[1][0].day - b[1][0].day)
          .map(([who]) => who);
        const late = order.slice(0, PANELS).sort((a, b) => history.voices.get(a)[0].day - history.voices.get(b)[0].day);
        const title = found.length > 1 || topic.questions.length > 1 ? `Over time: ${history.question.q.charAt(0).toLowerCase()}${history.question.q.slice(1)}` : "Over time";
        return [
          h("h3", {}, title),
          h("div", { class: `panels across-${across}` }, late.map((who) => panel(topic, history, who, scale, each))),
          order.length > PANELS && h("p", { class: "small" }, `${order.length - PANELS} further claimants stand in timeline.csv.`),
        ].filter(Boolean);
      }),
    );
  };
  return { box, draw };
}

