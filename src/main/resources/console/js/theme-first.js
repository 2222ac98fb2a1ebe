// Runs before the page is drawn, so that a dark page does not flash white.
(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  const apply = () => {
    const chosen = localStorage.getItem('theme');
    root.toggleAttribute('data-dark', chosen ? chosen === 'dark' : dark.matches);
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
  };
  apply();
  dark.addEventListener('change', apply);
  addEventListener('theme', apply);
})();
