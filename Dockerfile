# One image, two commands: operator and runner. First ./mvnw package, then build.
# BASE is an image with a Java 25 runtime. No shell is needed in it.
ARG BASE=eclipse-temurin:25-jre
FROM ${BASE}

WORKDIR /app
COPY target/lib/ /app/lib/
COPY target/drawbridge.jar /app/

# A cache of loaded and linked classes, which shortens the start of both commands. It is used only by a JVM with the
# same class path, collector and object headers, so those flags are the same below.
RUN ["java", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:AOTCacheOutput=/app/drawbridge.aot", "-cp", "/app/drawbridge.jar", "dev.drawbridge.Rehearsal", "/app/drawbridge.jar"]

USER 65532:65532
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:AOTCache=/app/drawbridge.aot", "-Xmx96m", "-XX:+ExitOnOutOfMemoryError", "-jar", "/app/drawbridge.jar"]
CMD ["operator"]
