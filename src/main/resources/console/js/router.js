/** Where the page is: `#/beacons/ID?state=failed` is {path: ['beacons', 'ID'], query: {…}}. */
export function place() {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return {
    path: path.split('/').filter(Boolean).map(decodeURIComponent),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

/** The address of a place; empty values are left out. */
export function link(path, query = {}) {
  const said = Object.entries(query).filter(([, value]) => value != null && value !== '');
  const search = said.length ? `?${new URLSearchParams(said)}` : '';
  return `#/${path.map(encodeURIComponent).join('/')}${search}`;
}

export function go(path, query) {
  location.hash = link(path, query);
}
