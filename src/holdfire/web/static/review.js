// Keys of the review queue: J next, K previous, R to the reason. Without scripts the queue is plain forms.
const items = [...document.querySelectorAll(".item")];
let at = -1;
const go = (to) => { at = Math.max(0, Math.min(items.length - 1, to)); items[at]?.focus(); };
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (event.key === "r" && items[at]) { items[at].querySelector("input[name=reason]")?.focus(); event.preventDefault(); }
});
