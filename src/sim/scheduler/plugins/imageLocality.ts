import type { NodeInfo } from '../nodeInfo.ts'
import { MAX_SCORE, type Plugin } from '../plugin.ts'

const MEGABYTE = 1024 * 1024
const LEAST = 23 * MEGABYTE
const MOST_PER_CONTAINER = 1000 * MEGABYTE

/** An image without a tag or digest means latest. */
function fullName(image: string): string {
  const afterSlash = image.lastIndexOf('/')
  return image.lastIndexOf(':') <= afterSlash ? `${image}:latest` : image
}

// k8s: pkg/scheduler/framework/plugins/imagelocality (1.36)
export const imageLocality: Plugin = {
  name: 'ImageLocality',
  prepareScore(pod, world) {
    const { containers, initContainers, volumes } = pod.pod.spec
    const images: string[] = []
    const note = (image: string | undefined) => {
      if (image && world.snapshot.imageNodes(fullName(image)) > 0) images.push(fullName(image))
    }
    for (const container of initContainers ?? []) note(container.image)
    for (const container of containers ?? []) note(container.image)
    for (const volume of volumes ?? []) note(volume.image?.reference)
    if (images.length === 0) return undefined
    const parts = (initContainers?.length ?? 0) + (containers?.length ?? 0)
    const most = MOST_PER_CONTAINER * parts
    const total = world.snapshot.nodeCount
    const shares = images.map((image) => world.snapshot.imageNodes(image) / total)
    const key = `${parts} ${images.join(' ')}`
    return world.snapshot.imageScores.remembered(key, (node: NodeInfo) => {
      if (!node.images) return 0
      let sum = 0
      for (let i = 0; i < images.length; i++) {
        const size = node.images.get(images[i] as string)
        if (size !== undefined) sum += Math.trunc(size * (shares[i] as number))
      }
      const clamped = Math.min(Math.max(sum, LEAST), most)
      return Math.trunc((MAX_SCORE * (clamped - LEAST)) / (most - LEAST))
    })
  },
}
