/** What the command line and the window share: cameras by address, troubles in words, the program's name. */
package org.lucida.view;
