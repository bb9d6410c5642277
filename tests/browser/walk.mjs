// What the lead does in the browser; browser_test.cpp starts it and lets visitors in when it asks.
import assert from 'node:assert/strict';
import { createHash, createHmac, X509Certificate } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [browserPath, url, certificatePath, leadLink, readerLink, downloads, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const password = 'bord stol lampa matta';
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const started = Date.now();
const patience_ms = 180_000;  // all reports as PDF, on a machine that has much else to do
if (shots) mkdirSync(shots, { recursive: true });
mkdirSync(downloads);

async function ask(words) {
  process.stdout.write(words + '\n');
  assert.equal((await lines.next()).value, 'ok');
}

// RFC 6238, written apart from the collector's.
function code(secret, stepsAhead = 0) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replaceAll(' ', '')].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + stepsAhead));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

// This one certificate and no other: the browser is told its key's fingerprint, not to trust everybody.
const spki = new X509Certificate(readFileSync(certificatePath)).publicKey.export({ type: 'spki', format: 'der' });
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--ignore-certificate-errors-spki-list=' +
    createHash('sha256').update(spki).digest('base64')],
});

const troubles = [];
// 200 % of a window of 1280 px is a window of 640 px to the page.
const sizes = [
  { name: 'wide', viewport: { width: 1280, height: 800 } },
  { name: '320', viewport: { width: 320, height: 640 } },
  { name: '200', viewport: { width: 640, height: 400 } },
];

async function person(link) {
  const context = await browser.newContext({ viewport: sizes[0].viewport, locale: 'sv-SE' });
  context.setDefaultTimeout(patience_ms);
  const page = await context.newPage();
  page.on('console', (message) => {
    const expected = /status of (403|409|422|429|404)/.test(message.text());
    if (message.type() === 'error' && !expected) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`page error: ${error}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(url + '/')) troubles.push(`a request to ${request.url()}`);
  });
  await page.goto(url + link);
  return { context, page };
}

const phone = [sizes[1]];  // is enough for a page that was looked at before and now also says what is wrong

// axe-core at each size; nothing may need sideways scrolling, and every shot can be looked at.
async function look(page, name, at = sizes) {
  for (const size of at) {
    await page.setViewportSize(size.viewport);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (sideways > 0) troubles.push(`${name} at ${size.name}: ${sideways} px too wide`);
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
    const thin = await page.evaluate(() => [...document.querySelectorAll('main dd, main td, main li, main p')]
      .filter((one) => one.offsetWidth > 0 && one.offsetWidth < 60 && one.textContent.trim().length > 12)
      .map((one) => one.textContent.trim()));
    if (thin.length > 0) troubles.push(`${name} at ${size.name}: squeezed: ${thin.join(' | ')}`);
    const found = await page.evaluate(() => window.axe.run(document, { preload: false, resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    for (const violation of found.violations) {
      troubles.push(`${name} at ${size.name}: ${violation.id}: ${violation.help}: ` +
        violation.nodes.map((node) => node.html).slice(0, 3).join(' '));
    }
    if (shots) await page.screenshot({ path: `${shots}/${name}-${size.name}.png`, fullPage: true });
  }
  await page.setViewportSize(sizes[0].viewport);
}

async function go(page, path, name) {
  const reply = await page.goto(url + path);
  assert.equal(reply.status(), 200, path);
  await look(page, name);
}

async function join(page) {
  const secret = await page.locator('.key').innerText();
  await page.fill('#password', password);
  await page.fill('#again', password);
  await page.fill('#code', '000000');
  await page.click('text=Klart');
  await page.getByRole('alert').waitFor();
  assert.equal(await page.locator('.key').innerText(), secret);
  await look(page, 'welcome-problem', phone);
  await page.fill('#password', password);
  await page.fill('#again', password);
  await page.fill('#code', code(secret));
  await page.click('text=Klart');
  await page.waitForURL('**/logga-in?klar');
  return secret;
}

// Without a mouse: the first Tab finds the way past the top, the next ones the fields in their order.
async function signInByKeyboard(page, name, secret) {
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Till innehållet');
  await page.keyboard.press('Tab');
  await page.keyboard.type(name);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Tab');
  await page.keyboard.type(code(secret, 1));  // the present one was used up by the link
  await page.keyboard.press('Enter');
  await page.waitForURL('**/omgangar');
}

const figure = (page) => page.locator('li.card', { hasText: 'Norr' }).locator('.figure').innerText();

// Keeps every file that is offered where another program opens it. The link is clicked, as a person would.
async function download(page, link, file) {
  const [event] = await Promise.all([page.waitForEvent('download'), page.click(link)]);
  await event.saveAs(`${downloads}/${file ?? event.suggestedFilename()}`);
}

async function openRound(page) {
  await look(page, 'rounds');
  await page.click('text=Öppna en ny omgång');
  await look(page, 'new-round');
  await page.fill('#name', 'Besöksenkät hösten 2026');
  await page.click('text=Öppna omgången');
  assert.equal(await page.locator('h1').innerText(), 'Ny omgång');  // no questions chosen: the browser lets it pass, we do not
  await look(page, 'new-round-problem', phone);
  await page.check('#source-1');
  await page.check('#allow_unreviewed');
  await page.click('text=Öppna omgången');
  await page.waitForURL('**/omgangar/2');
  assert.match(await page.locator('main').innerText(), /3 av familjecentralerna har inget svar ännu/);
  await look(page, 'progress-empty', phone);
}

async function connectKiosk(page) {
  await page.click('nav >> text=Kiosker');
  await look(page, 'devices-none', phone);
  await page.selectOption('#centre', { label: 'Familjecentralen Norr' });
  await page.click('text=Gör en kod');
  const typed = await page.locator('.big').innerText();
  assert.match(typed, /^\w{3}-\w{5}-\w{5}$/);
  await look(page, 'code');
  await ask(`kiosk ${typed}`);
}

async function watch(page) {
  await page.goto(url + '/omgangar');
  await page.click('text=Besöksenkät hösten 2026');
  assert.match(await figure(page), /^0 av 50/);
  await ask('visitors 10');
  await page.click('text=Uppdatera');
  assert.match(await figure(page), /^10 av 50/);
  await look(page, 'progress');
  await ask('visitors 2');
  await page.click('text=Uppdatera');
  assert.match(await figure(page), /^12 av 50/);
}

async function close(page) {
  await page.click('text=Stäng omgången');
  await look(page, 'close-round');
  await page.getByRole('button', { name: 'Stäng omgången' }).click();
  await page.waitForURL('**/omgangar');
  await look(page, 'rounds-closed', phone);
}

// Every picture of the page came and can be drawn; the console's 404 and 403 are forgiven, so it would not say so.
async function seeCharts(page) {
  const charts = await page.locator('.chart').evaluateAll((images) => images.map((image) => image.complete && image.naturalWidth > 0));
  assert.ok(charts.length > 0 && charts.every((is_there) => is_there), `charts: ${charts}`);
}

async function readResults(page) {
  await go(page, '/resultat/2', 'results');
  await seeCharts(page);
  await go(page, '/resultat/2/1', 'results-centre');
  assert.match(await page.locator('main').innerText(), /12 av 50/);
  await seeCharts(page);
  await download(page, 'main a[href="/resultat/2/1/rapport.pdf"]', 'norr.pdf');
  await download(page, 'main a[href="/resultat/2/1/rapport.docx"]', 'norr.docx');
  for (const end of ['svg', 'png']) await download(page, `main a[href="/resultat/2/1/diagram-1.${end}"]`, `norr.${end}`);
  await go(page, '/resultat/2/2', 'results-too-few');
}

async function takeAway(page) {
  await go(page, '/rapporter', 'reports');
  const offered = await page.locator('main a[href^="/rapporter/2/"]').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
  assert.equal(offered.length, 10);
  for (const href of offered) await download(page, `main a[href="${href}"]`, href.split('/').pop());
  process.stderr.write(execFileSync('/usr/bin/python3', ['tests/browser/open_downloads.py', downloads], { encoding: 'utf8' }));
}

// A centre's year is typed in, read, and frozen with the county's; the calendar.
async function year(page) {
  const now = new Date().getFullYear();
  await go(page, '/arsberattelser', 'years');
  await page.goto(url + `/sammanstallningar/${now}`);
  await look(page, 'compilation-empty', phone);
  await page.goto(url + `/arsberattelser/${now}/1`);
  await look(page, 'year', phone);
  await page.click('text=Texterna under rubrikerna');
  await look(page, 'year-texts');
  await page.fill('#text-analysis', 'Fler kommer tillbaka.\n\nDe flesta har blivit tipsade.');
  await page.getByRole('button', { name: 'Spara', exact: true }).click();
  await page.waitForURL(`**/arsberattelser/${now}/1`);
  await page.click('main >> text=Årets tal');
  await page.fill('#tal-visits', 'många');
  await page.getByRole('button', { name: 'Spara', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await look(page, 'year-numbers-problem', phone);
  await page.fill('#tal-visits', '1 240');
  await page.fill('#tal-support', '3');
  await page.getByRole('button', { name: 'Spara', exact: true }).click();
  await page.waitForURL(`**/arsberattelser/${now}/1`);
  await page.click('main >> text=Årets tal');
  assert.equal(await page.inputValue('#tal-visits'), '1240');
  assert.equal(await page.inputValue('#visitors'), '2');
  await look(page, 'year-numbers');
  await page.goto(url + `/sammanstallningar/${now}`);
  await page.check('#sure-1');
  await page.getByRole('button', { name: /Frys för Ledningsgruppen/ }).click();
  await page.waitForURL(`**/sammanstallningar/${now}`);
  await look(page, 'compilation');
  await page.goto(url + `/arsberattelser/${now}/1`);
  await look(page, 'year-frozen', phone);
  await download(page, `main a[href$="/rapport.pdf"]`, 'year.pdf');
  await go(page, '/kalender', 'calendar');
}

// What visitors wrote in the first round: read, cut, approved as a quote. The wrong way first.
async function quotes(page) {
  await go(page, '/fritexter', 'text-rounds');
  await page.click('main >> text=Besöksenkät våren 2024');
  await look(page, 'texts');
  await page.locator('li.card', { hasText: 'Anna i receptionen' }).getByRole('link').click();
  await look(page, 'text');
  const approve = page.getByRole('button', { name: 'Godkänn för rapporten' });
  await page.fill('#quote', 'Personalen var snäll mot oss. Fikat är gott!');
  await approve.click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.inputValue('#quote'), 'Personalen var snäll mot oss. Fikat är gott!');
  await look(page, 'text-problem', phone);
  await page.fill('#quote', '[...] var snäll mot oss. Fikat är gott!');
  await approve.click();
  await page.waitForURL('**/fritexter/1');
  assert.match(await page.locator('main').innerText(), /\[…\] var snäll mot oss/);
  await look(page, 'texts-approved', phone);
}

// Archive, receipt, decision, the round's name; the wrong receipt first. Then somebody else reads the texts.
async function records(page) {
  await go(page, '/gallring', 'retention');
  await page.click('main >> text=Besöksenkät våren 2024');
  await look(page, 'purge-before');
  await page.getByRole('button', { name: 'Gör arkivet' }).click();
  await page.getByRole('link', { name: 'Hämta arkivet' }).waitFor();
  await look(page, 'purge');
  await download(page, 'text=Hämta arkivet', 'arkiv.zip');
  const receipt = /[0-9a-f]{4}(-[0-9a-f]{4}){3}/.exec(execFileSync('python3', ['-c',
    'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read("KVITTENS.txt").decode())',
    `${downloads}/arkiv.zip`]).toString())[0];
  const fill = async (words) => {
    await page.fill('#decision-texts', 'RS 2028/117');
    await page.fill('#receipt-texts', words);
    await page.fill('#name-texts', 'Besöksenkät våren 2024');
    await page.getByRole('button', { name: 'Gallra för gott' }).click();
  };
  await fill('0000-0000-0000-0000');
  await page.getByRole('alert').waitFor();
  assert.equal(await page.inputValue('#decision-texts'), 'RS 2028/117');
  await look(page, 'purge-problem', phone);
  await fill(receipt);
  await page.locator('h1:has-text("Gallrat")').waitFor();
  assert.match(await page.locator('main').innerText(), /4 gallrade: Fritexter/);
  await look(page, 'purged');
  await go(page, '/gallring/1', 'purge-after');
  await go(page, '/omgangar/1', 'progress-texts');
  await page.click('text=Byt läsare');
  await look(page, 'text-reader');
  await page.getByLabel(/^utvecklingsledare/).check();
  await page.getByRole('button', { name: 'Byt läsare' }).click();
  await page.waitForURL('**/omgangar/1');
  assert.equal((await page.goto(url + '/fritexter/1')).status(), 403);
  await go(page, '/fritexter', 'text-rounds-none');
}

async function lookAround(page) {
  await go(page, '/familjecentraler', 'centres');
  await go(page, '/familjecentraler/1', 'centre');
  await go(page, '/kiosker', 'devices');
  await page.click('main >> text=Väntrummet');
  await look(page, 'device');
  await page.click('text=Spärra');
  await look(page, 'order');
  await go(page, '/karantan', 'quarantine');
  await go(page, '/fragor', 'instruments');
  await go(page, '/fragor/2', 'instrument');
  await go(page, '/fragor/2?sprak=ar', 'instrument-ar');
  await go(page, '/konton', 'accounts');
  await page.fill('#name', 'bo');
  await page.check('text=Läsare för länet');
  await page.getByRole('button', { name: 'Lägg upp' }).click();
  await page.locator('.big').waitFor();
  await look(page, 'link');
  await go(page, '/konton/1', 'account');
  await go(page, '/logg', 'log');
  const log = await page.locator('.log').innerText();
  assert.match(log, /anna öppnade omgång/);
  assert.match(log, /anna stängde omgång/);
  await go(page, '/om', 'about');
  await page.goto(url + '/finns-inte');
  await look(page, 'not-found');
}

async function walk() {
  const { context, page } = await person(leadLink);
  await look(page, 'welcome');
  const secret = await join(page);
  await look(page, 'sign-in');
  await signInByKeyboard(page, 'anna', secret);
  const cookies = await context.cookies();
  const session = cookies.find((cookie) => cookie.name === '__Host-vantrum');
  assert.ok(session.secure && session.httpOnly && session.sameSite === 'Strict');
  assert.equal(await page.evaluate(() => document.cookie), '');

  await openRound(page);
  await connectKiosk(page);
  await watch(page);
  await close(page);
  await readResults(page);
  await takeAway(page);
  await year(page);
  await quotes(page);
  await records(page);
  await lookAround(page);

  // A reader for Söder sees Söder, and nothing of Norr by name.
  const reader = await person(readerLink);
  const readerSecret = await join(reader.page);
  await reader.page.fill('#name', 'rut');
  await reader.page.fill('#password', password);
  await reader.page.fill('#code', '111111');
  await reader.page.click('button:has-text("Logga in")');
  await reader.page.getByRole('alert').waitFor();
  await look(reader.page, 'sign-in-wrong', phone);
  await reader.page.fill('#password', password);
  await reader.page.fill('#code', code(readerSecret, 1));
  await reader.page.click('button:has-text("Logga in")');
  await reader.page.waitForURL('**/omgangar');
  await reader.page.goto(url + '/omgangar/2');
  const seen = await reader.page.locator('main').innerText();
  assert.ok(seen.includes('Söder') && !seen.includes('Norr'));
  for (const path of ['/familjecentraler/1', '/resultat/2/1', '/konton', '/rapporter/2/resultat.csv']) {
    assert.equal((await reader.page.goto(url + path)).status(), 403, path);
  }
  await look(reader.page, 'forbidden');
  await reader.page.click('text=Logga ut');
  await reader.page.waitForURL('**/logga-in');
  assert.equal((await reader.page.goto(url + '/omgangar')).status(), 403);
}

try {
  await walk();
  assert.deepEqual([...new Set(troubles)], []);
  process.stderr.write(`the walk took ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  process.stdout.write('done\n');
} catch (error) {
  process.stderr.write(`${error.stack}\n${[...new Set(troubles)].join('\n')}\n`);
  process.stdout.write('failed\n');
  process.exitCode = 1;
} finally {
  await browser.close();
  process.exit();
}
