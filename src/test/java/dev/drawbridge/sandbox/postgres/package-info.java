/** A real PostgreSQL for tests and for the sandbox, without an installation. */
@NullMarked
package dev.drawbridge.sandbox.postgres;

import org.jspecify.annotations.NullMarked;
