# One image, two commands: operator and runner. First ./mvnw package, then build.
# BASE is an image with a Java 25 runtime. No shell is needed in it.
ARG BASE=eclipse-temurin:25-jre
FROM ${BASE}

WORKDIR /app
COPY target/lib/ /app/lib/
COPY target/drawbridge.jar src/main/jvm/ /app/

# For each command a cache of loaded and linked classes, which shortens its start. Only a JVM with the same class path,
# collector and object headers uses it, so those are the same in the files operator and runner.
RUN ["java", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:AOTCacheOutput=/app/operator.aot", "-cp", "/app/drawbridge.jar", "dev.drawbridge.warmup.OperatorRehearsal"]
RUN ["java", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:AOTCacheOutput=/app/runner.aot", "-cp", "/app/drawbridge.jar", "dev.drawbridge.warmup.RunnerRehearsal", "/app/drawbridge.jar"]

USER 65532:65532
ENTRYPOINT ["java"]
CMD ["@operator"]
