{{/*
An identity with which people and AI tools ask the API server: a ServiceAccount, and its rights in the namespace.
  root      $
  name      of the identity and its objects
  rules     its rights, as YAML
  also      other identities that have the same rights
*/}}
{{- define "todo-app.identity" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "todo-app.metadata" . | nindent 2 }}
# No pod runs as it, and no Secret holds its token: `pnpm ops:kubeconfig {{ .name }}` asks for one that ends by itself.
automountServiceAccountToken: false
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  {{- include "todo-app.metadata" . | nindent 2 }}
rules:
  {{- .rules | trim | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  {{- include "todo-app.metadata" . | nindent 2 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ .name }}
subjects:
  {{- range prepend (.also | default list) .name }}
  - kind: ServiceAccount
    name: {{ . }}
    namespace: {{ include "todo-app.namespace" $.root }}
  {{- end }}
{{- end }}
