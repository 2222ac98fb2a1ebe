import { query, request } from './api.js';

const PATIENCE_MS = [500, 1000, 2000, 5000];

/**
 * Server-sent events by fetch, because an EventSource cannot send a key. Connects again by itself and
 * says then which event was the last one.
 *
 * @param on {open(), event(name, data), lost(problem)}: told what happens
 */
export async function follow(path, fields, signal, on) {
  let lastId;
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      const headers = lastId ? { 'Last-Event-ID': lastId } : {};
      const response = await request(path + query(fields), { headers, signal });
      on.open();
      failures = 0;
      for await (const event of events(response.body)) {
        lastId = event.id ?? lastId;
        on.event(event.name, JSON.parse(event.data));
      }
      on.lost();
    } catch (failure) {
      if (signal.aborted) return;
      on.lost(failure.problem);
      if (failure.problem?.status >= 400 && failure.problem.status < 500) return;
    }
    const ms = PATIENCE_MS[Math.min(failures, PATIENCE_MS.length - 1)];
    await new Promise(done => setTimeout(done, ms));
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    const blocks = text.split('\n\n');
    text = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').filter(line => !line.startsWith(':')).map(field));
      if (fields.data) yield { id: fields.id, name: fields.event, data: fields.data };
    }
  }
}

function field(line) {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
}
