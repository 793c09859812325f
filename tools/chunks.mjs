/**
 * What the entry loads by static imports goes into two files: the packages, which stay the same from one version to
 * the next, and our own. Left alone it would become a chunk for each combination of later chunks that share a module:
 * thirty requests, and each compressed for itself.
 */
export function groupFirst() {
  const known = new Map()
  function isFirst(id, context) {
    const found = known.get(id)
    if (found !== undefined) return found
    const seen = new Set([id])
    let first = false
    for (const one of seen) {
      const module = context.getModuleInfo(one)
      first = module?.isEntry === true
      if (first) break
      for (const importer of module?.importers ?? []) seen.add(importer)
    }
    known.set(id, first)
    return first
  }
  const named = (name) => (id, context) => (isFirst(id, context) ? name : null)
  return [
    { name: named('packages'), test: /[\\/]node_modules[\\/]/, priority: 2 },
    { name: named('first'), test: /\.(tsx?|css)$/, priority: 1 },
  ]
}
