// Sets the remembered theme before anything is drawn; a file of its own because the content policy allows no inline script.
try {
  const theme = localStorage.getItem('tidewatch-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's theme is then followed.
}
