// Before the first paint: the scheme that was chosen here, if one was. A file of its own: scripts inside the page are refused.
try {
  var scheme = localStorage.getItem('beckon.scheme');
  if (scheme === 'light' || scheme === 'dark') document.documentElement.classList.add(scheme);
} catch (error) {
  // storage is blocked: the system decides
}
