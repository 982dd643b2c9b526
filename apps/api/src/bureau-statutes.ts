import { type Configuration, statutesText } from '#platform';
import { loadStatutes, parseStatutesConfiguration, type Statutes } from '#statutes';

/** The law with the bureau's file, or with the built-in defaults. Throws ConfigurationError or StatutesConfigurationError. */
export async function bureauStatutes(configuration: Pick<Configuration, 'statutesFile'>): Promise<Statutes> {
  const text = await statutesText(configuration);
  return text === undefined ? loadStatutes() : loadStatutes(parseStatutesConfiguration(text));
}
