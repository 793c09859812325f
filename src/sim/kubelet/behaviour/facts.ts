import { ANY_SERVER, HOSTS, HUB, HUB_ACCOUNTS, PAUSE } from './catalogueData.ts'
import { CONTROL } from './catalogueMore.ts'
import type { ImageFacts } from './imageRows.ts'
import { type ImageReference, parseImage } from './reference.ts'

/** Facts of the image; undefined when there is no such repository. */
export function factsOf(reference: ImageReference): ImageFacts | undefined {
  if (!HOSTS.has(reference.host)) return undefined
  const listed = HUB[reference.path]
  if (reference.host === 'docker.io' || reference.host === 'index.docker.io') {
    if (listed) return listed
    const account = reference.path.slice(0, reference.path.indexOf('/'))
    return HUB_ACCOUNTS.has(account) ? ANY_SERVER : undefined
  }
  if (reference.path === 'pause') return PAUSE
  return elsewhere(reference.path) ?? mirrored(reference.path) ?? ANY_SERVER
}

function elsewhere(path: string): ImageFacts | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return Object.hasOwn(CONTROL, name) ? CONTROL[name] : undefined
}

/** Images that other hosts carry under a name of Docker Hub's. */
function mirrored(path: string): ImageFacts | undefined {
  const last = path.slice(path.lastIndexOf('/') + 1)
  return HUB[path] ?? HUB[`library/${last}`]
}

const WORDS =
  /^(?:latest|stable|mainline|main|master|edge|alpine|slim|perl|lts|dev|test|nightly|v?\d[\w.-]*|[a-z]+(?:-[a-z0-9.]+)*)$/
const NUMBERS = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?![\d.])/
const WRONG = /bad|nope|nonexist|doesnotexist|notfound|wrong|typo|invalid/

/** Whether the tag exists: by the list of versions where there is one, by its form elsewhere. */
export function tagExists(facts: ImageFacts, tag: string): boolean {
  if (!WORDS.test(tag) || WRONG.test(tag)) return false
  const numbers = NUMBERS.exec(tag)
  if (!numbers) return !/^v?\d/.test(tag)
  const [, major, minor, patch] = numbers
  if (facts.versions) {
    if (minor === undefined)
      return Object.keys(facts.versions).some((version) => version.startsWith(`${major}.`))
    const newest = facts.versions[`${major}.${minor}`]
    return newest !== undefined && Number(patch ?? 0) <= newest
  }
  return facts.newest === undefined || Number(major) <= facts.newest || Number(major) > 1000
}

/** Facts of the container's image; of any server when nothing is known of it. */
export function imageFacts(image: string | undefined): ImageFacts {
  return factsOf(parseImage(image ?? '')) ?? ANY_SERVER
}
