import type { Verb } from '../verb.ts'
import { apiResources, apiVersions, version } from './apiResources.ts'
import { apply } from './apply.ts'
import { attach } from './attach.ts'
import { auth } from './auth.ts'
import { autoscale } from './autoscale.ts'
import { config } from './config.ts'
import { cordon, uncordon } from './cordon.ts'
import { create } from './create.ts'
import { debug } from './debug.ts'
import { deleteVerb } from './delete.ts'
import { describe } from './describe.ts'
import { drain } from './drain.ts'
import { events } from './events.ts'
import { exec } from './exec.ts'
import { explain } from './explain.ts'
import { expose } from './expose.ts'
import { get } from './get.ts'
import { annotate, label } from './label.ts'
import { logs } from './logs.ts'
import { patch } from './patch.ts'
import { replace } from './replace.ts'
import { rollout } from './rollout.ts'
import { run } from './runPod.ts'
import { scale } from './scale.ts'
import { set } from './set.ts'
import { taint } from './taint.ts'
import { top } from './top.ts'
import { wait } from './wait.ts'

/** Every command of this kubectl, in the order of its help. */
export const VERBS: readonly Verb[] = [
  create,
  expose,
  run,
  set,
  explain,
  get,
  deleteVerb,
  rollout,
  scale,
  autoscale,
  top,
  cordon,
  uncordon,
  drain,
  taint,
  describe,
  logs,
  attach,
  exec,
  debug,
  events,
  apply,
  patch,
  replace,
  wait,
  label,
  annotate,
  apiResources,
  apiVersions,
  auth,
  config,
  version,
]
