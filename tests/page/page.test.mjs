// report.html in Chromium: what a reader does, what a hostile text must not do, who cannot see or has no mouse, and large runs.
//
// HOWMANY names the program, SAMPLE the sample's folder, CHROMIUM the browser.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

import { data, hostile, many } from './corpus.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { HOWMANY, SAMPLE, CHROMIUM = '/usr/bin/chromium' } = process.env;
const folder = mkdtempSync(join(tmpdir(), 'howmany-page-'));
const pages = {};
let browser;

before(async () => {
  const run = (input, out) => {
    execFileSync(HOWMANY, ['run', input, '--sample', '--out', join(folder, out), '--quiet'], { stdio: 'inherit' });
    return join(folder, out, 'report.html');
  };
  hostile(join(folder, 'texts'));
  pages.sample = run(SAMPLE, 'sample');
  pages.hostile = run(join(folder, 'texts'), 'hostile');
  for (const n of [2000, 5000]) {
    pages[n] = join(folder, `${n}.html`);
    writeFileSync(pages[n], many(readFileSync(pages.sample, 'utf8'), n));
  }
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page, does something, and asserts that nothing was said in the console and nothing else was loaded. */
async function visit(name, options, act) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const [said, asked] = [[], []];
  page.on('console', (m) => said.push(m.text()));
  page.on('pageerror', (e) => said.push(e.message));
  page.on('dialog', (d) => { said.push(`dialog: ${d.message()}`); d.dismiss(); });
  page.on('request', (r) => asked.push(r.url()));
  const url = pathToFileURL(pages[name]).href;
  await page.goto(url);
  if (options?.javaScriptEnabled !== false) await page.waitForSelector('.topic');
  await act(page);
  assert.deepEqual(said, [], 'the console is quiet');
  assert.deepEqual(asked.filter((u) => u.split('#')[0] !== url && !u.startsWith('data:image/svg')), [], 'nothing is loaded');
  await context.close();
}

/** What axe finds wrong. */
async function faults(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message || '')).join('; ')}`);
}

test('the founding story is one click away', () =>
  visit('sample', {}, async (page) => {
    const first = page.locator('.topic', { has: page.locator('h2', { hasText: 'Chinese citizens' }) }).first();
    await first.locator('.entry', { hasText: '>155' }).first().click();
    const reader = page.locator('#reader');
    assert.match(await reader.locator('mark.figure').first().innerText(), /155/);
    assert.ok((await reader.locator('mark.source').count()) > 0 && (await reader.locator('mark.cue').count()) > 0);
    assert.ok((await reader.locator('.near').count()) > 0, 'neighbors of the sentence');
    await page.waitForFunction(() => {
      const box = document.querySelector('svg.plot').getBoundingClientRect();
      return box.width > 300 && box.right < 840;
    }, null, { timeout: 5000 });
    await page.keyboard.press('Escape');
    assert.equal(await reader.isVisible(), false);
    assert.match(await page.evaluate(() => document.activeElement.innerText), />155/);
    await first.locator('svg .row .hit').first().click({ force: true });
    assert.ok(await reader.isVisible(), 'a line of the plot leads there too');
  }));

test('search and filters', () =>
  visit('sample', {}, async (page) => {
    const all = data(readFileSync(pages.sample, 'utf8')).topics;
    const shown = async (n) => page.waitForFunction((n) => document.getElementById('count').textContent.startsWith(`${n} of `), n);
    await page.fill('#find', 'CHINESE citizens');
    await shown(all.filter((t) => /chinese citizens/i.test([t.label, ...t.questions.map((q) => q.q), ...t.rows.map((r) => r.who)].join('\n'))).length);
    await page.fill('#find', '');
    await page.click('.share.updated');
    await shown(all.filter((t) => t.agreement === 'updated').length);
    await page.click('.share.updated');
    await page.selectOption('#status', 'killed');
    await shown(all.filter((t) => t.questions.some((q) => q.status === 'killed')).length);
    await page.selectOption('#status', '');
    await page.fill('#claimant', 'zelensky');
    await shown(all.filter((t) => t.rows.some((r) => /zelensky/i.test(r.who))).length);
    await page.fill('#find', 'no such words');
    await page.waitForSelector('.nothing');
    await page.fill('#find', '');
    await page.fill('#claimant', '');
    await page.selectOption('#order', 'name');
    const names = await page.locator('.topic h2').allTextContents();
    const lower = names.map((n) => n.toLowerCase());
    assert.deepEqual(lower, lower.slice().sort());
  }));

test('the keyboard reaches everything', () =>
  visit('sample', {}, async (page) => {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Enter');
    // A matrix wider than the window is a stop of its own, so that it can be scrolled.
    const reached = () => page.evaluate(() => [document.activeElement.className.split(' ')[0], document.activeElement.tabIndex, document.activeElement.outerHTML.slice(0, 120)]);
    await page.keyboard.press('Tab');
    if ((await reached())[0] === '') await page.keyboard.press('Tab');
    assert.equal((await reached())[0], 'entry', JSON.stringify(await reached()));
    await page.keyboard.press('Enter');
    assert.ok(await page.locator('#reader').isVisible());
    await page.keyboard.press('Shift+Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'close');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('#reader').isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement.className.split(' ')[0]), 'entry');
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'find');
  }));

for (const [name, options] of [
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['phone', { viewport: { width: 390, height: 844 } }],
]) {
  test(`axe finds nothing: ${name}`, () =>
    visit('sample', options, async (page) => {
      // Whatever is laid out only when it is near must be seen too.
      await page.waitForFunction((n) => {
        window.scrollTo(0, document.body.scrollHeight);
        return document.querySelectorAll('.topic').length === n;
      }, data(readFileSync(pages.sample, 'utf8')).topics.length);
      await page.evaluate(() => window.scrollTo(0, 0));
      await page.evaluate(() => document.querySelectorAll('.topic').forEach((t) => { t.style.contentVisibility = 'visible'; }));
      assert.deepEqual(await faults(page), []);
      await page.locator('.entry').first().click();
      assert.deepEqual(await faults(page), []);
    }));
}

test('nothing is wider than a phone', () =>
  visit('sample', { viewport: { width: 360, height: 740 } }, async (page) => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 360, `${wide} pixels`);
  }));

test('hostile texts stay texts', () =>
  visit('hostile', {}, async (page) => {
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
    const entries = await page.locator('.entry').count();
    assert.ok(entries > 2, `${entries} figures`);
    let links = new Set();
    for (let i = 0; i < entries; i++) {
      await page.locator('.entry').nth(i).click();
      await page.locator('#reader-title').hover();
      for (const href of await page.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) links.add(href);
    }
    assert.match(await page.locator('#reader').innerText(), /<img src=x|<script>/);
    links = [...links].filter((l) => !l.startsWith('#'));
    assert.ok(links.length > 0 && links.every((l) => /^https?:\/\//.test(l)), links.join(' '));
    assert.equal(await page.evaluate(() => window.stolen), undefined);
    const elements = await page.evaluate(() => [document.querySelectorAll('script').length, document.querySelectorAll('img, iframe, object, embed').length]);
    assert.deepEqual(elements, [2, 0]);
    assert.equal(await page.evaluate(() => [...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on'))).length), 0);
  }));

test('the policy holds', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(pathToFileURL(pages.hostile).href);
  const refused = await page.evaluate(() => {
    const out = [];
    try { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); } catch (e) { out.push(e.name); }
    const script = document.createElement('script');
    try { script.textContent = 'window.stolen = 9'; document.body.append(script); } catch (e) { out.push(e.name); }
    return [out[0], window.stolen];
  });
  assert.deepEqual(refused, ['TypeError', undefined]);
  await context.close();
});

test('without scripts the page says where to look', () =>
  visit('sample', { javaScriptEnabled: false }, async (page) => {
    assert.match(await page.locator('noscript').innerText(), /comparisons\.csv/);
  }));

test('2,000 topics open under two seconds and weigh under 15 MB', async () => {
  assert.ok(statSync(pages[2000]).size < 15e6, `${statSync(pages[2000]).size} bytes`);
  const times = [];
  for (let i = 0; i < 3; i++) {
    await visit('2000', {}, async (page) => {
      times.push(await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))));
    });
  }
  assert.ok(Math.min(...times) < 2000, `${times.map(Math.round)} ms`);
});

test('5,000 topics are usable', () =>
  visit('5000', {}, async (page) => {
    assert.match(await page.locator('.masthead .small').innerText(), /shows 5,000 of 6,000 topics/);
    const timed = (act) => page.evaluate(async (act) => {
      const from = performance.now();
      await new Function(`return (${act})()`)();
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
      return performance.now() - from;
    }, act.toString());
    for (let i = 0; i < 5; i++) {
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      await page.waitForTimeout(50);
    }
    assert.ok((await page.locator('.topic').count()) > 48, 'scrolling lays out more');
    const search = await timed(async () => {
      document.getElementById('find').value = '4999';
      document.getElementById('find').dispatchEvent(new Event('input'));
      while (!document.getElementById('count').textContent.startsWith('1 of')) await new Promise((done) => setTimeout(done, 10));
    });
    assert.ok(search < 2000, `search takes ${search} ms`);
    await page.locator('.entry').first().click();
    assert.ok(await page.locator('#reader').isVisible());
  }));
