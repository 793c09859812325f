/** What a kubelet and its container runtime say and report, by Kubernetes version. */
export interface KubeletProfile {
  readonly osImage: string
  readonly kernelVersion: string
  /** Scheme of container ids: docker or containerd. */
  readonly runtime: 'docker' | 'containerd'
  /** Whether pods carry PodReadyToStartContainers, hostIPs and observedGeneration. */
  readonly fullStatus: boolean
  /** Why a node is not ready before its pod network is. */
  readonly networkNotReady: string
  /** Message of a pod that the kubelet refuses. */
  rejected(why: string): string
  /** Whether a key that is no name of a shell's variable becomes one all the same. */
  readonly anyVariableName: boolean
  /** Event after a pull; times are Go durations. */
  imagePulled(image: string, took: string, waited: string, bytes: number): string
  /** The runtime's error for a tag that is not there; `reference` is the full one, such as docker.io/library/nginx:9. */
  tagNotFound(image: string, reference: string): string
  repositoryDenied(image: string, reference: string): string
  hostNotFound(reference: string, host: string): string
  /** Message of a container that waits for its next pull. */
  pullBackOff(image: string, error: string): string
  /** Event while a crashed container waits. */
  restartBackOff(container: string, pod: string): string
  /** Image reference that the runtime reports for a running container. */
  runningImage(reference: string, image: string): string
  imageId(repository: string, digest: string): string
}

export const CURRENT_KUBELET: KubeletProfile = {
  osImage: 'Debian GNU/Linux 12 (bookworm)',
  kernelVersion: '6.1.0-37-amd64',
  runtime: 'containerd',
  fullStatus: true,
  networkNotReady:
    'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
  anyVariableName: true,
  rejected: (why) => `Pod was rejected: ${why}`,
  imagePulled: (image, took, waited, bytes) =>
    `Successfully pulled image "${image}" in ${took} (${waited} including waiting). Image size: ${bytes} bytes.`,
  tagNotFound: (_, reference) =>
    `rpc error: code = NotFound desc = failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": ${reference}: not found`,
  repositoryDenied: (_, reference) =>
    `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
  hostNotFound: (reference, host) =>
    `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": failed to do request: Head "https://${host}/v2/": dial tcp: lookup ${host}: no such host`,
  pullBackOff: (image, error) => `Back-off pulling image "${image}": ErrImagePull: ${error}`,
  restartBackOff: (container, pod) =>
    `Back-off restarting failed container ${container} in pod ${pod}`,
  runningImage: (reference) => reference,
  imageId: (repository, digest) => `${repository}@sha256:${digest}`,
}

export const BOOK_KUBELET: KubeletProfile = {
  osImage: 'CentOS Linux 7 (Core)',
  kernelVersion: '3.10.0-1160.11.1.el7.x86_64',
  runtime: 'docker',
  fullStatus: false,
  networkNotReady:
    'runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:docker: network plugin is not ready: cni config uninitialized',
  anyVariableName: false,
  rejected: (why) => `Pod ${why}`,
  imagePulled: (image) => `Successfully pulled image "${image}"`,
  tagNotFound: (image) =>
    `rpc error: code = Unknown desc = Error response from daemon: manifest for ${image} not found: manifest unknown: manifest unknown`,
  repositoryDenied: (image) =>
    `rpc error: code = Unknown desc = Error response from daemon: pull access denied for ${image.replace(/:[^/]*$/, '')}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
  hostNotFound: (_, host) =>
    `rpc error: code = Unknown desc = Error response from daemon: Get https://${host}/v2/: dial tcp: lookup ${host}: no such host`,
  pullBackOff: (image) => `Back-off pulling image "${image}"`,
  restartBackOff: () => 'Back-off restarting failed container',
  runningImage: (_, image) =>
    /:[^/]*$/.test(image) || image.includes('@') ? image : `${image}:latest`,
  imageId: (repository, digest) =>
    `docker-pullable://${repository.replace(/^docker\.io\/(library\/)?/, '')}@sha256:${digest}`,
}
