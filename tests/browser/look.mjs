// look.mjs CHROMIUM NODE_MODULES SHOTS PAGE...: opens each page of HTML in a
// headless browser at three widths, in light and in dark, and prints it to
// PDF.  Speaks TAP: not one console message, error or request, nothing wider
// than the window, no finding of axe-core, type that can be read, a PDF with
// text on every page of it.  Screenshots and PDFs go to SHOTS.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [chromium, modules, shots, ...pages] = process.argv.slice(2);
const require = createRequire(resolve(modules, 'x.js'));
const pw = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const widths = [360, 800, 1280];
let checks = 0;

function check(good, name, why = '') {
	checks++;
	console.log(`${good ? 'ok' : 'not ok'} ${checks} - ${name}`);
	if (!good)
		console.log(`# ${String(why).slice(0, 1500)}`
			.replace(/\n/g, '\n# '));
}

function listen(page, url) {
	const heard = { said: [], asked: [] };

	page.on('console', m => heard.said.push(m.text()));
	page.on('pageerror', e => heard.said.push(String(e)));
	page.on('request', r => r.url() === url || heard.asked.push(r.url()));
	return heard;
}

// What sticks out: what may be wider scrolls by itself.
function tooWide() {
	const over = document.documentElement.scrollWidth - innerWidth;

	return over <= 0 ? '' : `${over} pixels: ` +
		[...document.querySelectorAll('main *')].filter(e =>
			e.getBoundingClientRect().right > innerWidth &&
			!e.closest('.scroll')).slice(0, 3)
		.map(e => e.outerHTML.slice(0, 80)).join(' | ');
}

// Letters of a chart as they come out on the screen, in pixels.
function smallest() {
	const sizes = [...document.querySelectorAll('svg text')].map(t =>
		parseFloat(getComputedStyle(t).fontSize) *
		t.ownerSVGElement.getScreenCTM().a);

	return Math.min(99, ...sizes);
}

// A word of a chart that ends outside of it is cut off.
function cutOff() {
	const cut = [];

	for (const svg of document.querySelectorAll('svg[role]')) {
		const box = svg.getBoundingClientRect();

		for (const t of svg.querySelectorAll('text')) {
			const r = t.getBoundingClientRect();

			if (r.left < box.left - 1 || r.right > box.right + 1 ||
			    r.top < box.top - 1 || r.bottom > box.bottom + 1)
				cut.push(t.textContent);
		}
	}
	return cut.join(' | ');
}

// On paper nothing scrolls: what is wider than the sheet is lost.
function lost() {
	return [...document.querySelectorAll('main *')].filter(e =>
		e.getBoundingClientRect().right > innerWidth + 1)
		.slice(0, 3).map(e => e.textContent.slice(0, 60))
		.join(' | ');
}

async function judge(page, name) {
	const found = await page.evaluate(() => globalThis.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',
			'wcag22aa', 'best-practice'] }));

	check(found.violations.length === 0 && found.passes.length > 10,
		`${name}: axe-core, ${found.passes.length} rules passed`,
		found.violations.map(v => `${v.id}: ${v.help} (` +
		`${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')})`)
		.join('; '));
}

async function look(browser, file) {
	const name = basename(file, '.html');
	const url = pathToFileURL(resolve(file)).href;
	// The page's own policy forbids scripts; axe needs to be one.
	const context = await browser.newContext({ bypassCSP: true });
	const page = await context.newPage();
	const heard = listen(page, url);

	await page.goto(url);
	await page.evaluate(axe);
	for (const width of widths) {
		await page.setViewportSize({ width, height: 900 });
		for (const colorScheme of ['light', 'dark']) {
			await page.emulateMedia({ colorScheme });
			await page.screenshot({ fullPage: true, path:
				join(shots, `${name}-${width}-` +
				`${colorScheme}.png`) });
			if (width === 360 || (width === 1280 &&
			    colorScheme === 'light'))
				await judge(page, `${name}, ${width} wide, ` +
					colorScheme);
		}
		const wide = await page.evaluate(tooWide);
		check(wide === '', `${name} fits ${width} pixels`, wide);
		const small = await page.evaluate(smallest);
		check(small >= 8.5, `${name}, ${width} wide: its charts ` +
			'can be read', `letters of ${small} pixels`);
		const cut = await page.evaluate(cutOff);
		check(cut === '', `${name}, ${width} wide: nothing of its ` +
			'charts is cut off', cut);
	}
	// A4 less its margins, at 96 dots an inch.
	await page.emulateMedia({ media: 'print', colorScheme: 'light' });
	await page.setViewportSize({ width: 673, height: 986 });
	const gone = await page.evaluate(lost);
	check(gone === '', `${name}: nothing is lost on paper`, gone);
	check(heard.said.length === 0 && heard.asked.length === 0,
		`${name}: nothing on the console, no request`,
		[...heard.said, ...heard.asked].join('; '));
	await context.close();
}

// As people open it: with its policy in force, and no script at all.
async function print(browser, file) {
	const name = basename(file, '.html');
	const url = pathToFileURL(resolve(file)).href;
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	const heard = listen(page, url);

	await page.goto(url);
	const pdf = await page.pdf({ path: join(shots, `${name}.pdf`),
		preferCSSPageSize: true });
	const sheets = pdf.toString('latin1')
		.match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
	check(sheets.length > 0 && sheets.length < 40 &&
		/\/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12]/
		.test(pdf.toString('latin1')),
		`${name} on ${sheets.length} pages of A4`,
		`${pdf.length} bytes`);
	check(heard.said.length === 0 && heard.asked.length === 0,
		`${name}: nothing on the console on paper`,
		[...heard.said, ...heard.asked].join('; '));
	await context.close();
}

const browser = await pw.chromium.launch({ executablePath: chromium,
	args: ['--no-sandbox', '--disable-gpu'] });
try {
	for (const file of pages) {
		await look(browser, file);
		await print(browser, file);
	}
} finally {
	await browser.close();
}
console.log(`1..${checks}`);
console.log(`# ${pages.length} pages at ${widths.join(', ')} pixels, light ` +
	`and dark, and on A4; to look at: ${shots}`);
