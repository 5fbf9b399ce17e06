import { TAG } from './release.js';

/** Enough for a program that mostly waits. */
const RESOURCES = { limits: { cpu: '200m', memory: '64Mi' }, requests: { cpu: '10m', memory: '32Mi' } };

/** A pod that Pod Security "restricted" lets in, with a container of the image of the backend, which has Node. */
export const podOf = (
  name: string,
  { labels = {}, container, spec = {} }: { labels?: object; container: object; spec?: object },
) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: {
    restartPolicy: 'Never',
    activeDeadlineSeconds: 900,
    terminationGracePeriodSeconds: 1,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name,
        image: `todo-backend:${TAG}`,
        imagePullPolicy: 'IfNotPresent',
        resources: RESOURCES,
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        ...container,
      },
    ],
    ...spec,
  },
});

/** Of a pod that the network policies let through to the three services, as `helm test` is. */
export const VISITOR = {
  'app.kubernetes.io/name': 'helm-test',
  'app.kubernetes.io/instance': 'todo-app',
};
