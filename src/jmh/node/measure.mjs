// Measures @dailymotion/vast-client on documents that io.playhead.vast.VastClientComparison names:
// XML text to its own objects, with the DOM parser that it depends on, no wrapper fetched.
// The first line of input is {folder, documents, alsoTry, warmUpMs}, answered, once warm, with
// {parsed, skipped, alsoRead, ads}. A further line "round" is answered with the nanoseconds of CPU
// that it took to parse each of the parsed documents once, and a line "each" with a list of the
// nanoseconds that each of them takes by itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import xmldom from '@xmldom/xmldom';
import { VASTParser } from '@dailymotion/vast-client';

const { DOMParser } = xmldom;
const REPEATS = 50;
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const order = JSON.parse((await lines.next()).value);
// The remarks of the DOM parser on bad documents would be most of what is measured.
const dom = new DOMParser({ errorHandler: { warning() {}, error() {} } });

// To read bytes is not measured on this side: vast-client takes text.
function text(bytes) {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le'
    : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  const head = bytes.subarray(0, 200).toString('latin1');
  const declared = /^[^<]*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']/.exec(head);
  return new TextDecoder(wide ?? declared?.[1] ?? 'utf-8', { fatal: true }).decode(bytes);
}

// A parser without fetcher leaves wrappers unresolved, which is where our reader stops, too.
function parse(xml) {
  return new VASTParser().parseVAST(dom.parseFromString(xml, 'text/xml'));
}

function load(document) {
  return text(readFileSync(join(order.folder, document)));
}

const parsed = [];
const skipped = {};
const texts = [];
let ads = 0;
for (const document of order.documents) {
  try {
    const xml = load(document);
    ads += (await parse(xml)).ads.length;
    parsed.push(document);
    texts.push(xml);
  } catch (e) {
    skipped[document] = String(e.message ?? e).split('\n')[0];
  }
}

const alsoRead = [];
for (const document of order.alsoTry) {
  try {
    await parse(load(document));
    alsoRead.push(document);
  } catch {
    // Refused on both sides.
  }
}

async function round() {
  const start = process.cpuUsage();
  for (const xml of texts) {
    await parse(xml);
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) * 1000;
}

async function each() {
  const nanos = [];
  for (const xml of texts) {
    const start = process.cpuUsage();
    for (let i = 0; i < REPEATS; i++) {
      await parse(xml);
    }
    const { user, system } = process.cpuUsage(start);
    nanos.push(((user + system) * 1000) / REPEATS);
  }
  return nanos;
}

const warm = performance.now() + order.warmUpMs;
do {
  await round();
} while (performance.now() < warm);
console.log(JSON.stringify({ parsed, skipped, alsoRead, ads }));

// The two sides take turns, so that what else the machine does hits both.
for (let line = await lines.next(); !line.done; line = await lines.next()) {
  console.log(line.value === 'each' ? JSON.stringify(await each()) : await round());
}
