// The log axis that a topic's charts share.

const finite = (x) => typeof x === "number" && Number.isFinite(x);

/** Ends that rows assert, as numbers. */
const ends = (rows) => rows.flatMap((r) => [r.value, r.low, r.high]).filter(finite);

/** Short names of large numbers, for ticks. */
function tickName(v) {
  for (const [by, name] of [[1e12, " tn"], [1e9, " bn"], [1e6, " m"]]) {
    if (Math.abs(v) >= by) return trim(v / by) + name;
  }
  return Math.abs(v) >= 1000 ? group(trim(v)) : trim(v);
}
const trim = (v) => String(Number(v.toPrecision(6)));

/** Round numbers between two others: 1, 2, 5 a decade; only decades where there are many; even steps where there are few. */
function ticks(low, high, most) {
  const decades = (steps) => {
    const out = [];
    for (let e = Math.floor(Math.log10(low)); e <= Math.ceil(Math.log10(high)); e++) {
      for (const k of steps) {
        const v = Number((k * 10 ** e).toPrecision(12));
        if (v >= low * 0.999 && v <= high * 1.001) out.push(v);
      }
    }
    return out;
  };
  const even = () => {
    const raw = (high - low) / Math.max(2, most - 1);
    const e = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 2.5, 5, 10].map((k) => k * e).find((k) => k >= raw);
    const out = [];
    for (let v = Math.ceil(low / step) * step; v <= high * 1.0001 && out.length < 20; v += step) out.push(Number(v.toPrecision(12)));
    return out;
  };
  for (const steps of [[1, 2, 5], [1, 3], [1]]) {
    const found = decades(steps);
    if (found.length <= most) {
      if (found.length >= 3) return found;
      break;
    }
  }
  const far = decades([1]);
  if (far.length > most) return far.filter((_, i) => i % Math.ceil(far.length / most) === 0);
  return low > 0 && high / low > 30 ? decades([1, 3]) : even();
}

/** An axis over numbers, with room for ends that are open: what is zero stands apart on the left, since a log axis has none; numbers below zero make it an even one. */
function axis(numbers, openLow, openHigh) {
  const above = numbers.filter((v) => v > 0);
  const zero = numbers.some((v) => v <= 0);
  if (numbers.some((v) => v < 0)) {
    const [a, b] = [Math.min(...numbers, 0), Math.max(...numbers, 1)];
    const pad = (b - a) * 0.06;
    return { at: (v) => (v - a + pad) / (b - a + 2 * pad), zero: false, ticks: () => [a, 0, b].filter((v, i, all) => all.indexOf(v) === i) };
  }
  let [low, high] = above.length ? [Math.min(...above), Math.max(...above)] : [1, 10];
  const wide = Math.log10(high / low);
  const pad = wide < 0.25 ? (0.5 - wide) / 2 : wide * 0.06;
  // An open end needs room in which it can be seen to be open.
  const room = Math.max(wide, 0.5);
  low /= 10 ** (openLow ? pad + room * 0.16 : pad);
  high *= 10 ** (openHigh ? pad + room * 0.2 : pad);
  const from = zero ? 0.09 : 0;
  const span = Math.log(high / low);
  return { at: (v) => (v <= 0 ? from / 3 : from + (1 - from) * (Math.log(v / low) / span)), zero, ticks: (most) => ticks(low, high, most) };
}

