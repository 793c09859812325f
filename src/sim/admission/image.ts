/** The tag of an image reference: `latest` without tag and digest, empty with a digest alone or when the reference is malformed. */
// k8s: pkg/util/parsers ParseImageName (1.36)
export function imageTag(image: string): string {
  const match = REFERENCE.exec(image)
  if (!match) return ''
  const [, , tag, digest] = match
  return tag ?? (digest === undefined ? 'latest' : '')
}

const DOMAIN =
  '(?:(?:[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?\\.)*[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?(?::\\d+)?|\\[[0-9a-fA-F:]+\\](?::\\d+)?)'
const PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const REFERENCE = new RegExp(
  `^((?:${DOMAIN}/)?${PART}(?:/${PART})*)(?::([A-Za-z0-9_][-A-Za-z0-9_.]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
)

/** Always for `latest`, else IfNotPresent. */
export function defaultPullPolicy(image: string): string {
  return imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent'
}
