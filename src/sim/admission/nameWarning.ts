import { dnsLabel } from './names.ts'

/** The warning about a name that is no DNS label, for `whose` name it will be. */
// k8s: pkg/registry Strategy.WarningsOnCreate of pods and of those that make them (1.36)
export function nameWarning(name = '', whose = 'Pod names and hostnames'): string[] {
  if (name === '') return []
  const messages = dnsLabel(name).map((message) =>
    name.includes('.') && !message.startsWith('must be no more')
      ? 'must not contain dots'
      : message,
  )
  const text = `metadata.name: this is used in ${whose}, which can result in surprising behavior; a DNS label is recommended`
  return messages.length === 0 ? [] : [`${text}: [${messages.join(' ')}]`]
}
