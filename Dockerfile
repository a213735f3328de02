FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY share share
COPY newsclean newsclean
RUN python -m venv /opt/newsclean && /opt/newsclean/bin/pip install --no-cache-dir '.[fast,warc,parquet]' \
    && /opt/newsclean/bin/newsclean compile

FROM python:3.13-slim
COPY --from=build /opt/newsclean /opt/newsclean
ENV PATH=/opt/newsclean/bin:$PATH PYTHONUTF8=1
WORKDIR /data
ENTRYPOINT ["newsclean"]
