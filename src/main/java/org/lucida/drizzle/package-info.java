/** Drops every raw sample onto a finer grid: incremental Fruchter and Hook drizzle. Knows frame and math. */
package org.lucida.drizzle;
