/** What each kind is, in three sentences, a line each: what it is, what it does here, what is worth knowing. */
export const kindsEn = {
  Pod: 'A Pod is the smallest thing Kubernetes runs: one or more containers that share an address and volumes.\nIt is bound to one node for its whole life, and the kubelet there starts and watches its containers.\nPods are replaced, not repaired, so a controller usually makes them for you.',
  Node: 'A Node is one machine of the cluster, real or virtual, that can run pods.\nIts card shows how much CPU and memory the pods on it ask for, its conditions and its taints.\nIf its kubelet sends no heartbeat for a while, the node becomes NotReady, and pods that a controller keeps are made anew elsewhere.',
  Namespace:
    'A Namespace is a room for names: two objects of one kind may be called alike if they live in different ones.\nMost objects live in a namespace; nodes, volumes and classes do not.\nDeleting a namespace deletes everything in it.',
  Deployment:
    'A Deployment keeps a number of equal pods running and replaces them step by step when their template changes.\nIt does not make pods itself: each version of the template gets a ReplicaSet, and that makes the pods.\nOld ReplicaSets are kept for a while so that a rollout can be undone.',
  ReplicaSet:
    'A ReplicaSet keeps exactly so many pods that fit its selector.\nIf one is missing it makes a new one from its template, and if there is one too many it deletes one.\nYou rarely write one yourself, because a Deployment makes one per version.',
  ReplicationController:
    'A ReplicationController keeps a number of equal pods, as a ReplicaSet does.\nIt is the older of the two and selects only by exact labels.\nUse a Deployment instead; this one stays for clusters that still have it.',
  DaemonSet:
    'A DaemonSet runs one pod on every node that fits.\nIt is made for things each machine needs, such as networking, logs or monitoring.\nA new node gets its pod by itself, and a cordon does not drive it away.',
  StatefulSet:
    'A StatefulSet runs pods that each have a fixed name and storage of their own, such as db-0 and db-1.\nUnless told otherwise it starts them in order, waits until each is ready, and ends them in the opposite order.\nWhen a pod is replaced, the new one gets the same name and the same claims.',
  ControllerRevision:
    'A ControllerRevision is a stored copy of an earlier template.\nStatefulSets and DaemonSets write one per version, so that they can go back to it.\nYou do not edit it; kubectl rollout history reads it.',
  Job: 'A Job runs pods until a number of them have ended well.\nA pod that fails is tried again, with growing pauses, until the back-off limit is reached.\nFinished pods stay, so that you can read their logs, until the Job is deleted.',
  CronJob:
    'A CronJob makes a Job at set times, written as in crontab.\nA policy decides what happens if the last Job still runs: run both, skip, or replace.\nIt keeps only the last few finished Jobs.',
  HorizontalPodAutoscaler:
    'A HorizontalPodAutoscaler changes the number of replicas of a workload by its load.\nIt compares a metric, often CPU use against what the pods ask for, with a target, and waits a while before it scales down.\nIt needs metrics from outside, such as the metrics server.',
  PodDisruptionBudget:
    'A PodDisruptionBudget says how many pods of an application must stay available.\nEvictions that would break it are refused, so kubectl drain has to wait.\nIt cannot prevent crashes, and a plain delete ignores it.',
  PriorityClass:
    'A PriorityClass gives a name to a number that says how important pods are.\nPods with a higher number leave the scheduling queue first, and may drive out lower ones where there is no room.\nThe number is copied into the pod when it is made, so later changes do not reach it.',
  Service:
    'A Service gives a changing group of pods one lasting name and address.\nIt finds its pods by a label selector, and only pods that are ready get traffic.\nDepending on its type it can be reached inside the cluster, at a port of every node, or through a load balancer.',
  Endpoints:
    'Endpoints list the addresses of the pods behind a Service, in a single object.\nSince 1.33 this kind is deprecated, because EndpointSlices do the same for large Services.\nIt is still written so that old programs can read it.',
  EndpointSlice:
    'An EndpointSlice lists some of the addresses behind a Service, and which of them are ready.\nThe control plane writes it from the pods that the Service selects, by default at most 100 to a slice.\nEvery node reads it to know where to send traffic.',
  Ingress:
    'An Ingress leads web requests from outside to Services, by host name and path.\nThe object alone does nothing: an Ingress controller must run and read it.\nIt is frozen in its present form; the Gateway API is its successor.',
  IngressClass:
    'An IngressClass names the controller that shall serve an Ingress.\nA cluster may have several controllers, and each Ingress chooses by class.\nOne class can be marked as the default.',
  NetworkPolicy:
    'A NetworkPolicy says which traffic is allowed to or from certain pods.\nPods that no policy selects may talk to everybody; once one selects them, only what is listed gets through.\nIt works only if the network plugin of the cluster supports it.',
  IPAddressPool:
    'An IPAddressPool lists the addresses that MetalLB may give to Services of type LoadBalancer.\nIts controller takes the lowest free one.\nAn address that nobody advertises is given out all the same, and nobody answers for it.',
  L2Advertisement:
    'An L2Advertisement says that one node answers ARP for each address of a pool.\nAll traffic to that address enters through this node; when it dies, another takes over.\nWithout an advertisement the addresses of a pool cannot be reached.',
  BGPAdvertisement:
    'A BGPAdvertisement says that the addresses of a pool are told to routers by BGP.\nEvery node tells them, so the routers can spread the traffic over all nodes.\nIt needs a BGPPeer for each router.',
  BGPPeer:
    'A BGPPeer is a router that MetalLB talks to by BGP.\nIt gives its address and the numbers of both networks.\nEach speaker has a session of its own with it.',
  ServiceL2Status:
    'A ServiceL2Status says which node answers for the address of a Service at the moment.\nThe speaker on that node writes it, and takes it back when it stops.\nIt only reports; changing it changes nothing.',
  ConfigMap:
    'A ConfigMap holds settings as keys and values, apart from the image.\nPods take them as environment variables or as files.\nFiles in running pods are updated after a while; environment variables only when the container starts again.',
  Secret:
    'A Secret holds small confidential data such as passwords or keys.\nPods use it like a ConfigMap, as variables or files.\nIts values are only base64-encoded, not encrypted, so who may read it has to be restricted.',
  PersistentVolumeClaim:
    'A PersistentVolumeClaim asks for storage: so much, with this access, of that class.\nIt is bound to one volume that fits, and pods then name only the claim.\nWhile no volume fits it stays Pending, and pods that use it cannot start.',
  PersistentVolume:
    'A PersistentVolume is a real piece of storage, such as an NFS export or a disk, described for the cluster.\nIt is bound to at most one claim at a time, and the two name each other.\nIts reclaim policy says what happens when the claim is deleted: Retain keeps the data, Delete removes it.',
  StorageClass:
    'A StorageClass describes a kind of storage and who makes it.\nA claim that names it gets a new volume made by that provisioner.\nWith WaitForFirstConsumer nothing is made until a pod needs it, so that the volume fits the node.',
  VolumeAttachment:
    'A VolumeAttachment says that a volume shall be attached to a node.\nThe attach-detach controller writes it, and the storage driver does the work and reports back.\nUntil it is attached, the pods on that node that use the volume cannot start.',
  CSIDriver:
    'A CSIDriver tells the cluster about a storage driver that was installed: its name, and what it needs.\nAbove all it says whether volumes of this driver have to be attached to a node before they can be used.\nDrivers run as ordinary pods, and bring this object along.',
  CSINode:
    'A CSINode lists the storage drivers that are ready on one node, and how many volumes each can hold there.\nThe kubelet writes it when a driver on its machine reports in.\nThe scheduler counts by it, so that no node gets more volumes than it can take.',
  CSIStorageCapacity:
    'A CSIStorageCapacity says how much room is left for volumes of one class in one part of the cluster.\nThe driver writes it for places such as the nodes of one zone.\nThe scheduler reads it before it sends a pod there whose volume is still to be made.',
  VolumeAttributesClass:
    'A VolumeAttributesClass names properties of a volume that may be changed while it is used, such as its speed.\nA claim that names another class asks the driver to change its volume.\nUnlike the storage class, it can be changed as long as the claim lives.',
  Backend:
    'This is where the bytes really lie: an export of a file server, a disk or a directory of a node.\nIt is not an object of Kubernetes; the volume only says how to reach it.\nIf several volumes point to the same place, they share what is there.',
  ServiceAccount:
    'A ServiceAccount is the name under which a pod talks to the API server.\nEvery namespace has one called default, which pods use unless they name another.\nWhat it may do is decided by roles that are bound to it.',
  Role: 'A Role lists what may be done with which kinds inside one namespace.\nIt only ever allows; there is no rule that forbids.\nIt has no effect until a RoleBinding gives it to somebody.',
  ClusterRole:
    'A ClusterRole lists what may be done with which kinds, in all namespaces or for kinds that have none.\nIt can be given for the whole cluster or, by a RoleBinding, for one namespace only.\nSeveral come with the cluster, such as view, edit and cluster-admin.',
  RoleBinding:
    'A RoleBinding gives the rights of a role to users, groups or service accounts.\nThey hold inside its own namespace only.\nThe role it names cannot be changed later; the binding has to be made anew.',
  ClusterRoleBinding:
    'A ClusterRoleBinding gives the rights of a ClusterRole in the whole cluster.\nThey hold in every namespace and for kinds without one.\nBecause it reaches so far, it should be used sparingly.',
  ResourceQuota:
    'A ResourceQuota limits how much one namespace may use in sum: CPU, memory, storage, or numbers of objects.\nWhat would go over it is refused when it is created.\nIf it limits CPU or memory, every new pod must say how much it wants.',
  LimitRange:
    'A LimitRange sets bounds and defaults for each pod, container or claim of a namespace.\nContainers that say nothing get its defaults when they are created.\nWhat lies outside the bounds is refused; pods that exist already are left alone.',
  CustomResourceDefinition:
    'A CustomResourceDefinition teaches the API server a new kind.\nFrom then on objects of it can be stored, read and watched like built-in ones.\nFor something to happen with them, a controller has to act on them.',
  Event:
    'An Event is a short report by some component about an object, such as Scheduled or BackOff.\nEqual reports are counted instead of being written again.\nEvents are deleted after a while, by default after one hour.',
  Lease:
    'A Lease is a small object that is renewed to say "I am still here".\nEach node has one in kube-node-lease that its kubelet renews every few seconds.\nControllers and schedulers use one to agree which of several copies is in charge.',
  User: 'This is you, outside of the cluster.\nWhatever you do here, by mouse or key, is sent to the API server as a kubectl command.\nYou never talk to a node directly: you write down what you want, and others make it so.',
  Address:
    'This is the address of a node in the network of the machines.\nBelow it stands the block of addresses from which the pods of this node get theirs, if it has one.\nServices of type NodePort can be reached at this address from outside.',
  Other:
    'This kind was added to the cluster by a CustomResourceDefinition.\nThe API server stores its objects and checks them against its schema.\nWhat they mean is up to the controller that was installed with it.',
} as const
