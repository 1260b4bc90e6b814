// Drop files onto the form and see how far the upload is. Without scripts the form is sent as it stands.
const form = document.querySelector("form.drop");
const files = form.querySelector("input[type=file]");
const progress = form.querySelector("progress");
const status = form.querySelector(".status");
form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
form.addEventListener("dragleave", () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  files.files = event.dataTransfer.files;
  status.textContent = [...files.files].map((f) => f.name).join(", ");
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  progress.hidden = false;
  request.upload.addEventListener("progress", (e) => { if (e.lengthComputable) progress.value = e.loaded / e.total; });
  request.addEventListener("load", () => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    status.textContent = page.querySelector("main .lead")?.textContent.trim() ?? `Answer ${request.status}`;
    progress.hidden = true;
    if (request.status < 300) form.reset();
  });
  request.addEventListener("error", () => { status.textContent = "The upload broke off. Nothing that was sealed is lost; send the rest again."; });
  request.send(new FormData(form));
});
