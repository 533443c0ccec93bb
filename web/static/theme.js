// Sets the remembered theme and density of tables before anything is drawn; a file of its own because the content policy allows no inline script.
try {
  const theme = localStorage.getItem('tidewatch-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  const density = localStorage.getItem('tidewatch-density');
  if (density === 'compact') document.documentElement.dataset.density = density;
} catch {
  // Storage may be forbidden; the defaults then hold.
}
