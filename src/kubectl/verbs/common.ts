import type { Flag } from '../flags.ts'

/** Flags that several verbs share. */
export const FILENAME: Flag = {
  name: 'filename',
  short: 'f',
  type: 'list',
  help: 'Files, folders or - (standard input) that hold the objects.',
}
export const RECURSIVE: Flag = {
  name: 'recursive',
  short: 'R',
  type: 'bool',
  value: 'false',
  help: 'Look into the folders named with -f, and theirs.',
}
export const OUTPUT: Flag = {
  name: 'output',
  short: 'o',
  type: 'string',
  help: 'How objects are shown: json, yaml, name, wide, jsonpath=..., custom-columns=...',
}
export const SELECTOR: Flag = {
  name: 'selector',
  short: 'l',
  type: 'string',
  help: 'Label query: =, ==, !=, in, notin, key and !key, joined by commas.',
}
export const FIELD_SELECTOR: Flag = {
  name: 'field-selector',
  type: 'string',
  help: 'Field query: =, == and !=, such as status.phase=Running.',
}
export const ALL: Flag = {
  name: 'all',
  type: 'bool',
  value: 'false',
  help: 'Every object of the type in the namespace.',
}
export const ALL_NAMESPACES: Flag = {
  name: 'all-namespaces',
  short: 'A',
  type: 'bool',
  value: 'false',
  help: 'In every namespace, whatever -n says.',
}
export const DRY_RUN: Flag = {
  name: 'dry-run',
  type: 'string',
  value: 'none',
  bare: 'unchanged',
  help: 'none, client (only show what would be sent) or server (send it, but store nothing).',
}
export const OVERWRITE: Flag = {
  name: 'overwrite',
  type: 'bool',
  value: 'false',
  help: 'Existing values may be changed.',
}
export const TIMEOUT: Flag = {
  name: 'timeout',
  type: 'duration',
  value: '0s',
  help: 'How long to wait before giving up; 0 is for ever.',
}
export const RECORD: Flag = {
  name: 'record',
  type: 'bool',
  value: 'false',
  help: 'Note the command line in the annotation kubernetes.io/change-cause.',
}
export const FIELD_MANAGER: Flag = {
  name: 'field-manager',
  type: 'string',
  help: 'Name of the manager in managedFields, which are not kept here.',
}
export const VALIDATE: Flag = {
  name: 'validate',
  type: 'string',
  value: 'strict',
  bare: 'strict',
  help: 'What to do about unknown fields: strict (true), warn or ignore (false).',
}
export const SAVE_CONFIG: Flag = {
  name: 'save-config',
  type: 'bool',
  value: 'false',
  help: 'Keep what is sent in the last-applied annotation.',
}
/** How a list is fetched changes nothing here. */
export const CHUNK_SIZE: Flag = {
  name: 'chunk-size',
  type: 'int',
  value: '500',
  help: 'Fetch long lists in pieces of this size.',
}
export const SHOW_MANAGED: Flag = {
  name: 'show-managed-fields',
  type: 'bool',
  value: 'false',
  help: 'Show metadata.managedFields, which are not kept here.',
}

/** Flags of every command. */
export const GLOBAL: readonly Flag[] = [
  { name: 'namespace', short: 'n', type: 'string', help: 'The namespace of this request.' },
  { name: 'as', type: 'string', help: 'Ask in the name of this user or account.' },
  { name: 'as-group', type: 'each', help: 'A group that the user of --as is in.' },
  { name: 'context', type: 'string', help: 'The context of the configuration to use.' },
  { name: 'v', short: 'v', type: 'int', value: '0', help: 'How much kubectl says about itself.' },
  { name: 'request-timeout', type: 'string', value: '0', help: 'Longest time of one request.' },
]

export const GLOBAL_UNSUPPORTED = [
  'as-uid',
  'cache-dir',
  'certificate-authority',
  'client-certificate',
  'client-key',
  'cluster',
  'disable-compression',
  'insecure-skip-tls-verify',
  'kubeconfig',
  'match-server-version',
  'password',
  'profile',
  'profile-output',
  'server',
  'tls-server-name',
  'token',
  'user',
  'username',
  'vmodule',
  'warnings-as-errors',
  'log-flush-frequency',
]
