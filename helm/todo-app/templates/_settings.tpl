{{/* What each service reads from its ConfigMap. */}}

{{- define "todo-app.settings.frontend" -}}
# What Next.js listens on: Kubernetes would put the name of the pod there.
HOSTNAME: 0.0.0.0
PORT: "3000"
# Read when the process starts: one image serves every environment.
BACKEND_URL: http://backend:8000
MCP_PUBLIC_URL: {{ include "todo-app.mcpPublicUrl" . | quote }}
{{- end }}

{{- define "todo-app.settings.backend" -}}
PORT: "8000"
PUBLIC_URL: {{ .Values.publicUrl | quote }}
MCP_URL: http://mcp:8001/mcp
# How many proxies stand before the backend, one behind the other, or their addresses.
TRUSTED_PROXIES: {{ .Values.backend.trustedProxies | default (ternary "2" "1" (or .Values.ingress.enabled .Values.httpRoute.enabled)) | quote }}
{{- end }}

{{- define "todo-app.settings.mcp" -}}
PORT: "8001"
PUBLIC_URL: {{ .Values.publicUrl | quote }}
MCP_PUBLIC_URL: {{ include "todo-app.mcpPublicUrl" . | quote }}
# The names of the Service, by which the backend calls it: any other is refused (DNS rebinding).
{{- $namespace := include "todo-app.namespace" . }}
{{- $service := list "mcp" (printf "mcp.%s" $namespace) (printf "mcp.%s.svc" $namespace) (printf "mcp.%s.svc.cluster.local" $namespace) }}
MCP_ALLOWED_HOSTS: {{ concat $service .Values.mcp.allowedHosts | join "," | quote }}
{{- end }}

{{/* The whole of it, with what the values add. (dict "root" $ "name" "backend") */}}
{{- define "todo-app.settings" -}}
{{- $shutdown := include "todo-app.shutdown" .root | fromJson -}}
{{ include (printf "todo-app.settings.%s" .name) .root }}
LOG_LEVEL: {{ .root.Values.logLevel }}
# How long everything is still served after SIGTERM, and the longest until the exit.
DRAIN_DELAY_MS: {{ mul $shutdown.drain 1000 | quote }}
SHUTDOWN_BUDGET_MS: {{ mul $shutdown.budget 1000 | quote }}
{{- range $name, $value := (index .root.Values .name).config }}
{{ $name }}: {{ ternary (int64 $value) $value (kindIs "float64" $value) | toString | quote }}
{{- end }}
{{- end }}
