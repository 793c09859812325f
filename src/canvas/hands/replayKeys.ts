/** Does what the browser would have done with a key that no listener wanted. */
function press(at: HTMLElement, key: string): void {
  if (at instanceof HTMLButtonElement) {
    if (key === 'Enter' || key === ' ') at.click()
  } else if (at instanceof HTMLInputElement && key === 'Enter') at.form?.requestSubmit()
  // The one way to type that fields of every type, and those who listen to them, take for typing.
  else if (key.length === 1) document.execCommand('insertText', false, key)
}

const nextTask = () => new Promise((resolve) => setTimeout(resolve))

/** Types keys that came too early, into whatever has the focus by now. Each is answered before the next. */
export async function replayKeys(keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await nextTask()
    const at = document.activeElement
    if (!(at instanceof HTMLElement)) return
    const wanted = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    if (at.dispatchEvent(wanted)) press(at, key)
  }
}
