// What comes bit by bit would push what is read already: a page is shown once all of it can be drawn.
(() => {
  const LONGEST = 20000; // ms: then whatever is there
  const page = document.documentElement;
  const whole = () => document.querySelector(".tk-ready");
  const drawn = () => whole() && !document.querySelector(".stApp [data-testid=stSkeleton]");
  const failed = () => document.querySelector("[data-testid=stException]");
  let timer = 0, shown = false, asked = 0, place = "";

  const wait = () => {
    page.classList.add("tk-waits");
    timer = setTimeout(show, LONGEST);
    shown = false;
  };
  const show = () => {
    clearTimeout(timer);
    timer = 0;
    place = location.pathname;
    page.classList.remove("tk-arrives", "tk-waits");
  };
  const look = () => {
    asked = 0;
    if (timer && (drawn() || failed())) show();
    else if (!timer && shown && !whole() && location.pathname !== place) wait(); // of the same page the old stays
    shown ||= Boolean(whole());
  };
  new MutationObserver(() => { asked ||= requestAnimationFrame(look); }).observe(page, { childList: true, subtree: true });
  page.classList.add("tk-arrives"); // the sidebar is not there yet either
  wait();
})();
