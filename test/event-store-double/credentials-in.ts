/** Of the address, as the registry gives them along with each append; without TLS the client sends none, whatever they are. */
export const credentialsIn = (url = ''): { readonly username: string; readonly password: string } => {
  const [, username, password] = /\/\/([^:/@]+):([^@/]+)@/.exec(url) ?? [];
  return {
    username: decodeURIComponent(username ?? 'nobody'),
    password: decodeURIComponent(password ?? 'nothing'),
  };
};
