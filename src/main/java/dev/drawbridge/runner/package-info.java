/**
 * The process inside the Job's pod: preflight, the scripts, the verification, told as a report. The
 * only part of Drawbridge that touches a database. This package joins the steps; the packages below
 * it are what they are made of: {@code process} (what the process is told and tells), {@code
 * script}, {@code review}, {@code database}, {@code plan}, {@code statement}, {@code rehearsal},
 * {@code check}, {@code migrate}, {@code undo}, {@code backup} and {@code tool}.
 *
 * <p>May use {@code api} and {@code report}, Flyway and JDBC. May not use a Kubernetes client.
 */
@NullMarked
package dev.drawbridge.runner;

import org.jspecify.annotations.NullMarked;
