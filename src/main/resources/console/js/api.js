import { opsKey } from './key.js';

/** What the API answered instead of a success: problem+json, or as much as is known. */
export class ProblemError extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

const UNREACHABLE = {
  status: 0,
  title: 'No answer',
  detail: 'The service cannot be reached. It may be down, or the network in between.',
};

/** Query string of all that is said; empty values are left out. */
export function query(fields) {
  const said = Object.entries(fields).filter(([, value]) => value != null && value !== '');
  return said.length ? `?${new URLSearchParams(said)}` : '';
}

/** Sends a request with the ops key; gives the response if it is a success. */
export async function request(path, { headers = {}, ...options } = {}) {
  const key = opsKey();
  let response;
  try {
    response = await fetch(path, {
      ...options,
      headers: key ? { ...headers, Authorization: `Bearer ${key}` } : headers,
    });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new ProblemError(UNREACHABLE);
  }
  if (response.ok) return response;
  if (response.status === 401) dispatchEvent(new CustomEvent('key-needed'));
  throw new ProblemError(await problemOf(response));
}

async function problemOf(response) {
  try {
    return await response.json();
  } catch {
    return { status: response.status, title: `Status ${response.status}`, detail: response.statusText };
  }
}

export const get = async (path, fields = {}, signal) =>
  (await request(path + query(fields), { signal })).json();

export const post = async (path, body, signal) =>
  (await request(path, { method: 'POST', body, signal })).json();

export const beacon = id => `/v1/beacons/${encodeURIComponent(id)}`;
export const session = id => `/v1/sessions/${encodeURIComponent(id)}`;
