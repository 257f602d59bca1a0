// Elements, words, numbers. Text becomes text nodes, never markup.

const DATA = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (`on...` are listeners, `class`, `text` ...) and children; what is null or false is left out. */
function make(space, tag, attributes, children) {
  const element = space ? document.createElementNS(space, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(3)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}
const h = (tag, attributes, ...children) => make(null, tag, attributes, children);
const s = (tag, attributes, ...children) => make(SVG, tag, attributes, children);

/** 1 article, 2 articles. */
const count = (n, one, many) => `${group(String(n))} ${n === 1 ? one : many || one + "s"}`;

/** 45000 as 45,000. */
const group = (digits) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");

/** Words of a vocabulary as people write them. */
const words = (value) => value.replaceAll("_", " ");
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A unit as people write it, and whether it stands before the number. */
function unit(question) {
  if (!question.unit) return ["", ""];
  if (question.kind === "money") return [question.unit + "\u00a0", ""];
  if (question.unit === "%") return ["", "%"];
  if (question.unit === "deg") return ["", "°"];
  return ["", "\u00a0" + question.unit.replace(/[{}[\]]/g, "")];
}

/** A figure as printed: >155, ≥20, ~5,000, 3–9, dozens. */
function figure(row, question) {
  const text = row.figure
    .replace(/^>=/, "≥")
    .replace(/^<=/, "≤")
    .replace(/^([\d.]+) to ([\d.]+)$/, "$1–$2")
    .replace(/\d+(\.\d+)?/g, (n) => n.replace(/^\d{4,}/, group));
  const [before, after] = unit(question);
  return /\d/.test(text) ? text.replace(/\d/, (d) => before + d) + after : text;
}

const SAID = { about: "about ", nearly: "nearly ", at_least: "at least ", more_than: "more than ", at_most: "up to ", less_than: "fewer than " };

/** The same in words, for those who hear it. */
function spoken(row, question) {
  return (SAID[row.quantifier] || "") + figure(row, question).replace(/^[>≥<≤~]/, "").replace("–", " to ");
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** 2025-04-08 as 8 April 2025; short: 8 Apr. */
function day(iso, short) {
  const [y, m, d] = iso.split("-").map(Number);
  const month = MONTHS[m - 1] || "";
  return short ? `${d} ${month.slice(0, 3)}` : `${d} ${month} ${y}`;
}

/** Days from first to last, with what both share said once. */
function days(first, last) {
  if (!first) return "";
  if (!last || first === last) return day(first);
  const [a, b] = [first.split("-"), last.split("-")];
  if (a[0] !== b[0]) return `${day(first)} to ${day(last)}`;
  return a[1] === b[1] ? `${+a[2]} to ${day(last)}` : `${day(first).replace(/ \d+$/, "")} to ${day(last)}`;
}

/** Days since 1970. */
const number = (iso) => Math.round(Date.parse(iso + "T00:00:00Z") / 864e5);

const ratio = (r) => (r >= 100 ? group(String(Math.round(r))) : String(Math.round(r * 10) / 10));

/** From no basis to the best. */
const EVIDENCE = ["alleged", "unspecified", "reported", "estimated", "documented", "named", "visually_confirmed", "confirmed", "court_established"];
const AGREEMENT = ["conflict", "updated", "nested", "agree", "single"];
const GLYPH = { conflict: "≠", updated: "↻", nested: "⊂", agree: "=", single: "–" };
const ABOUT = {
  conflict: "claims contradict each other",
  updated: "a later figure replaces an earlier one",
  nested: "a figure with a basis within a higher one without",
  agree: "equal or overlapping figures",
  single: "one figure, nothing to compare it with",
};
const CONTESTS = new Set(["denies", "doubts", "unaware", "cannot_confirm", "declines_comment"]);
const contests = (row) => CONTESTS.has(row.stance);

/** Color class of an evidence. */
const tone = (evidence) => `ev ev-${evidence}`;

