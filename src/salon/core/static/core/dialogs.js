/* Opens dialogs named by `commandfor` in browsers that do not know the attribute yet. */
if (!("command" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest('button[command="show-modal"][commandfor]');
    document.getElementById(button?.getAttribute("commandfor"))?.showModal();
  });
}
