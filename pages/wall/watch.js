// A wall that no longer hears from its server says so by itself: a minute without a new tick.
(() => {
  let seen = "", since = Date.now();
  clearInterval(window.tkWall);
  window.tkWall = setInterval(() => {
    const foot = document.querySelector(".tk-wall-foot");
    if (foot && foot.dataset.tick !== seen) {
      seen = foot.dataset.tick;
      since = Date.now();
    }
    document.documentElement.classList.toggle("tk-stands-still", Date.now() - since > 60000);
  }, 2000);
})();
