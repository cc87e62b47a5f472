{{/* What the schema cannot say: values that make no sense together. All of it is told at once. */}}
{{- define "drawbridge.refuse" -}}
{{- $problems := list -}}
{{- $gate := include "drawbridge.gate" . -}}
{{- $certificate := .Values.webhook.certificate -}}
{{- $kubernetes := .Capabilities.KubeVersion.Version -}}
{{- if and (eq $gate "Policy") (semverCompare "<1.36-0" $kubernetes) -}}
{{- $problems = append $problems (printf "gate.by is Policy, but Kubernetes %s has no policies that can hold: leave gate.by out, or write Webhook" $kubernetes) -}}
{{- end -}}
{{- if and .Values.namespaces (eq $gate "Webhook") -}}
{{- $problems = append $problems "namespaces are given, but a webhook holds here, and it needs a right in the whole cluster, to ask who may break the glass: leave namespaces out, or use Kubernetes 1.36 with gate.by Policy" -}}
{{- end -}}
{{- if has .Release.Namespace .Values.namespaces -}}
{{- $problems = append $problems (printf "namespaces has %s, in which the operator itself is, and its two Roles would have one name: install the operator into a namespace of its own" .Release.Namespace) -}}
{{- end -}}
{{- if and (eq .Values.gate.by "Policy") (ne $certificate.from "Generated") -}}
{{- $problems = append $problems (printf "webhook.certificate.from is %s, but gate.by is Policy, so that nothing serves a webhook: leave one of them out" $certificate.from) -}}
{{- end -}}
{{- if and (eq $certificate.from "Secret") (not $certificate.caBundle) -}}
{{- $problems = append $problems "webhook.certificate.from is Secret, but webhook.certificate.caBundle is empty, so that the API server would trust nobody: write there who has signed the certificate, PEM in base64" -}}
{{- end -}}
{{- if and (ne $certificate.from "Secret") $certificate.caBundle -}}
{{- $problems = append $problems (printf "webhook.certificate.caBundle is for from: Secret; with %s it is filled in: leave it out" $certificate.from) -}}
{{- end -}}
{{- if and (ne $certificate.from "CertManager") $certificate.issuerRef -}}
{{- $problems = append $problems (printf "webhook.certificate.issuerRef is for from: CertManager, but from is %s: leave one of them out" $certificate.from) -}}
{{- end -}}
{{- if and (eq .Values.image.tag "latest") (not .Values.image.digest) -}}
{{- $problems = append $problems "image.tag is latest, which moves: the operator and the pods of runs must be of one version, so write that version, or a digest" -}}
{{- end -}}
{{- range $name := list "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "helm.sh/chart" -}}
{{- if hasKey $.Values.commonLabels $name -}}
{{- $problems = append $problems (printf "commonLabels has %s, which the chart sets, and by which the operator's pods are found: leave it out" $name) -}}
{{- end -}}
{{- end -}}
{{- if $problems -}}
{{- fail (printf "these values make no sense:\n- %s\n" (join "\n- " $problems)) -}}
{{- end -}}
{{- end }}
