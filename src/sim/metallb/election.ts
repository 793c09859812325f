import { sha256 } from '../machinery/sha256.ts'

/** Nodes in the order in which they would announce: the lowest hash first. */
// k8s: metallb speaker/layer2_controller.go ShouldAnnounce
export function ranked(nodes: readonly string[], subject: string): readonly string[] {
  return nodes
    .map((node) => ({ node, hash: sha256(`${node}#${subject}`) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ node }) => node)
}
