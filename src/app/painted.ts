const THING = '.react-flow__node [data-thing]'

/**
 * Resolves once the stage with its things is on the screen, so that what follows takes neither time nor network from
 * it; and after `patience` wall milliseconds without. Says whether it is there. A hidden page paints nothing: nobody waits.
 */
export function stagePainted(patience = 5000): Promise<boolean> {
  const end = performance.now() + patience
  return new Promise((resolve) => {
    function look(): void {
      const there = document.querySelector(THING) !== null
      if (document.hidden || (!there && performance.now() >= end)) resolve(there)
      else if (there) requestAnimationFrame(() => setTimeout(() => resolve(true)))
      else requestAnimationFrame(look)
    }
    look()
  })
}
