# One image, two commands: operator and runner. First ./mvnw package, then build; docs/release.md has the whole of it.
# BASE is an image with a Java 25 runtime; no shell is needed in it. The default is pinned: the digest is that of an index for
# amd64, arm64, ppc64le and s390x. For an image of your own say BASE, and its BASE_DIGEST, or an empty one.
ARG BASE=docker.io/library/eclipse-temurin:25.0.4.1_1-jre
ARG BASE_DIGEST=sha256:8da0490fa9a3c26867012019565948eef0ee69438f5c75ac28146967bae984b5
FROM ${BASE}${BASE_DIGEST:+@}${BASE_DIGEST} AS program
WORKDIR /app
# What changes seldom comes first. The bill of materials may be missing: Maven makes none without a network.
COPY target/lib/ /app/lib/
COPY LICENSE target/drawbridge.jar target/drawbridge.cdx.jso[n] src/main/jvm/ /app/

# For each command a cache of loaded and linked classes, which shortens its start. Only a JVM of the same build and architecture,
# with the same class path, collector and object headers uses it, so those are the same in the files operator and runner.
FROM program AS rehearsed
RUN ["java", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:AOTCacheOutput=/app/operator.aot", "-cp", "/app/drawbridge.jar", "dev.drawbridge.warmup.OperatorRehearsal"]
RUN ["java", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:AOTCacheOutput=/app/runner.aot", "-cp", "/app/drawbridge.jar", "dev.drawbridge.warmup.RunnerRehearsal", "/app/drawbridge.jar"]

# Of the rehearsals only the caches stay.
FROM program
COPY --from=rehearsed /app/operator.aot /app/runner.aot /app/

ARG BASE
ARG BASE_DIGEST
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION
ARG SOURCE
LABEL org.opencontainers.image.title="Drawbridge" \
      org.opencontainers.image.description="Database migrations as Kubernetes resources, and a gate that keeps Deployments waiting until they are verified." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.base.name="${BASE}" \
      org.opencontainers.image.base.digest="${BASE_DIGEST}"

# No name, only numbers: Kubernetes can tell from them that it is not root.
USER 65532:65532
ENTRYPOINT ["java"]
CMD ["@operator"]
