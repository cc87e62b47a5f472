/**
 * The laws of the gate, tried with many seeds: an API server, a Deployment controller and the
 * operator in memory, and people and accidents around them. The rules are the real ones.
 */
@NullMarked
package dev.drawbridge.law;

import org.jspecify.annotations.NullMarked;
