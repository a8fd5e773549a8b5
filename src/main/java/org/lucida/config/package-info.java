/** What is wished: settings as validated records, presets from YAML, problems with a path and a remedy. */
package org.lucida.config;
