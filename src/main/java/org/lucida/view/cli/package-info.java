/** The command line. Nothing below this room prints. */
package org.lucida.view.cli;
