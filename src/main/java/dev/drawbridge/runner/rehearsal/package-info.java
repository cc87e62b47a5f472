/**
 * The rehearsal: all pending scripts in one transaction that is rolled back, with the locks that
 * they take. May use the database, the scripts and what is pending; applies nothing.
 */
@NullMarked
package dev.drawbridge.runner.rehearsal;

import org.jspecify.annotations.NullMarked;
