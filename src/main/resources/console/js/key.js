// The ops key: for this tab only, gone when it is closed.
const NAME = 'opsKey';

export const opsKey = () => sessionStorage.getItem(NAME);

export function keepOpsKey(key) {
  if (key) sessionStorage.setItem(NAME, key);
  else sessionStorage.removeItem(NAME);
}
